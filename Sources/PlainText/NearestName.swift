/// What was probably meant by a name that is not known.
public enum NearestName {
  /// The candidate nearest to `name`, if one is near enough to be a slip of the fingers: at most a third of
  /// its letters (but at least one) added, dropped, changed or swapped with a neighbour. Of two as near, the one
  /// as long as what was written: "modle" is "model" before it is "mode"; then the one that begins with it.
  /// Where none is near, the only one that begins with it: "state_dir" is "state_directory".
  public static func of(_ name: String, among candidates: some Sequence<String>) -> String? {
    let written = folded(name)
    var best: (distance: Int, lengths: Int, continues: Int, candidate: String)?
    var continued: [String] = []
    for candidate in candidates {
      let known = folded(candidate)
      let continues = known.starts(with: written)
      if continues, written.count >= 3 { continued.append(candidate) }
      let allowed = max(1, min(written.count, known.count) / 3)
      guard abs(written.count - known.count) <= allowed else { continue }
      let distance = distance(written, known)
      let lengths = abs(written.count - known.count)
      let rank = (distance, lengths, continues ? 0 : 1)
      if distance <= allowed, best.map({ rank < ($0.distance, $0.lengths, $0.continues) }) ?? true {
        best = (rank.0, rank.1, rank.2, candidate)
      }
    }
    return best?.candidate ?? (continued.count == 1 ? continued[0] : nil)
  }

  /// `did you mean "model"?`, or the known names where none is near.
  public static func suggestion(for name: String, among candidates: [String]) -> String {
    if let nearest = of(name, among: candidates) { return "did you mean \"\(nearest)\"?" }
    if candidates.isEmpty { return "nothing can be set here" }
    return "known here: \(candidates.joined(separator: ", "))"
  }

  /// Case and the two dashes do not count. Names are short; an absurd one is cut so that the comparison
  /// below stays small.
  private static func folded(_ name: String) -> [UInt8] {
    name.utf8.prefix(64).map { byte in
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
      case UInt8(ascii: "-"): UInt8(ascii: "_")
      default: byte
      }
    }
  }

  /// Optimal string alignment distance.
  private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var beforePrevious = [Int](repeating: 0, count: b.count + 1)
    var previous = Array(0...b.count)
    for i in 0..<a.count {
      var current = [i + 1] + [Int](repeating: 0, count: b.count)
      for j in 0..<b.count {
        let substitution = previous[j] + (a[i] == b[j] ? 0 : 1)
        current[j + 1] = min(previous[j + 1] + 1, current[j] + 1, substitution)
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          current[j + 1] = min(current[j + 1], beforePrevious[j - 1] + 1)
        }
      }
      (beforePrevious, previous) = (previous, current)
    }
    return previous[b.count]
  }
}
