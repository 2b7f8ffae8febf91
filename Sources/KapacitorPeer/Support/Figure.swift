/// Figures as people read them.
enum Figure {
  /// `1234567` as `1,234,567`.
  static func count(_ value: UInt64) -> String {
    var groups: [Substring] = []
    var rest = Substring(String(value))
    while rest.count > 3 {
      groups.append(rest.suffix(3))
      rest = rest.dropLast(3)
    }
    groups.append(rest)
    return groups.reversed().joined(separator: ",")
  }

  /// Nanoseconds in the unit that suits them.
  static func time(_ nanoseconds: Int64) -> String {
    switch nanoseconds {
    case ..<10_000: "\(nanoseconds) ns"
    case ..<10_000_000: "\(decimal(Double(nanoseconds) / 1e3, 1)) us"
    case ..<10_000_000_000: "\(decimal(Double(nanoseconds) / 1e6, 1)) ms"
    default: "\(decimal(Double(nanoseconds) / 1e9, 1)) s"
    }
  }

  static func bytes(_ value: Int) -> String {
    value < 10 << 20 ? "\(value >> 10) KiB" : "\(decimal(Double(value) / 1_048_576, 1)) MiB"
  }

  static func decimal(_ value: Double, _ places: Int) -> String {
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    guard value.isFinite, abs(value) < 1e15 / scale else { return "\(value)" }
    let scaled = Int64((value.magnitude * scale).rounded())
    let whole = scaled / Int64(scale)
    let digits = String(scaled % Int64(scale))
    let sign = value < 0 && scaled > 0 ? "-" : ""
    guard places > 0 else { return "\(sign)\(whole)" }
    return "\(sign)\(whole).\(String(repeating: "0", count: places - digits.count))\(digits)"
  }
}
