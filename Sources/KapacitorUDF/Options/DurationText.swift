/// Durations as TICKscript writes them: a whole number and one unit.
enum DurationText {
  private static let units: [(name: String, nanoseconds: Int64)] = [
    ("w", 604_800_000_000_000), ("d", 86_400_000_000_000), ("h", 3_600_000_000_000),
    ("m", 60_000_000_000), ("s", 1_000_000_000), ("ms", 1_000_000), ("u", 1_000),
  ]

  /// In the largest unit that gives a whole number; below a microsecond, in nanoseconds.
  static func text(nanoseconds: Int64) -> String {
    for unit in units where nanoseconds != 0 && nanoseconds % unit.nanoseconds == 0 {
      return "\(nanoseconds / unit.nanoseconds)\(unit.name)"
    }
    return nanoseconds == 0 ? "0s" : "\(nanoseconds)ns"
  }
}
