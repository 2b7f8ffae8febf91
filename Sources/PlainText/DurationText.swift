/// Durations as people write them: `10s`, `1h30m`, `500ms`, `200us`, `1.5s`, `2d`, `1w`.
public enum DurationText {
  private static let units: [(suffix: String, nanoseconds: Int64)] = [
    ("ns", 1), ("us", 1_000), ("µs", 1_000), ("μs", 1_000), ("u", 1_000), ("µ", 1_000),
    ("μ", 1_000), ("ms", 1_000_000), ("s", 1_000_000_000), ("m", 60_000_000_000),
    ("h", 3_600_000_000_000), ("d", 86_400_000_000_000), ("w", 604_800_000_000_000),
  ]

  /// nil where the text is no duration or does not fit 64 bits of nanoseconds.
  public static func nanoseconds(_ text: String) -> Int64? {
    var rest = Substring(text)
    let isNegative = rest.first == "-"
    if isNegative { rest.removeFirst() }
    guard !rest.isEmpty else { return nil }
    if rest == "0" { return 0 }
    var total: Int64 = 0
    while !rest.isEmpty {
      let amount = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
      rest = rest[amount.endIndex...]
      let suffix = rest.prefix { !($0.isASCII && ($0.isNumber || $0 == ".")) }
      rest = rest[suffix.endIndex...]
      guard !amount.isEmpty, let unit = units.first(where: { $0.suffix == suffix }),
        let part = product(of: amount, and: unit.nanoseconds)
      else { return nil }
      let (sum, overflow) = total.addingReportingOverflow(part)
      if overflow { return nil }
      total = sum
    }
    return isNegative ? -total : total
  }

  private static func product(of amount: Substring, and unit: Int64) -> Int64? {
    if let whole = Int64(amount) {
      let (product, overflow) = whole.multipliedReportingOverflow(by: unit)
      return overflow ? nil : product
    }
    guard amount.last != ".", let fraction = Double(amount) else { return nil }
    return Int64(exactly: (fraction * Double(unit)).rounded())
  }

  /// As kapacitor.conf, which is read by Go, takes it: the largest unit that divides evenly (`90s`, `36h`).
  public static func go(nanoseconds: Int64) -> String {
    inLargestUnit(nanoseconds, of: ["h", "m", "s", "ms", "us"])
  }

  /// As TICKscript writes it: the largest unit that divides evenly (`90s`, `2w`). It has none below a microsecond.
  public static func tickScript(nanoseconds: Int64) -> String {
    inLargestUnit(nanoseconds, of: ["w", "d", "h", "m", "s", "ms", "u"])
  }

  private static func inLargestUnit(_ nanoseconds: Int64, of suffixes: [String]) -> String {
    if nanoseconds == 0 { return "0s" }
    for suffix in suffixes {
      let unit = units.first { $0.suffix == suffix }!.nanoseconds
      if nanoseconds % unit == 0 { return "\(nanoseconds / unit)\(suffix)" }
    }
    return "\(nanoseconds)ns"
  }
}
