/// The units of a duration literal: u (or µ), ms, s, m, h, d, w.
struct DurationUnit: Sendable {
  let name: String
  /// Characters that it takes in the text.
  let length: Int
  let nanoseconds: Int64

  /// The unit that begins at `position`, where one does.
  init?(at scalars: [Unicode.Scalar], _ position: Int) {
    guard position < scalars.count else { return nil }
    switch scalars[position] {
    case "u", "µ": self.init(name: "u", length: 1, nanoseconds: 1_000)
    case "m" where position + 1 < scalars.count && scalars[position + 1] == "s":
      self.init(name: "ms", length: 2, nanoseconds: 1_000_000)
    case "s": self.init(name: "s", length: 1, nanoseconds: 1_000_000_000)
    case "m": self.init(name: "m", length: 1, nanoseconds: 60_000_000_000)
    case "h": self.init(name: "h", length: 1, nanoseconds: 3_600_000_000_000)
    case "d": self.init(name: "d", length: 1, nanoseconds: 86_400_000_000_000)
    case "w": self.init(name: "w", length: 1, nanoseconds: 604_800_000_000_000)
    default: return nil
    }
  }

  private init(name: String, length: Int, nanoseconds: Int64) {
    self.name = name
    self.length = length
    self.nanoseconds = nanoseconds
  }
}
