/// How a file writes times.
public enum TimeFormat: String, Sendable, CaseIterable {
  case rfc3339
  case seconds = "s"
  case milliseconds = "ms"
  case microseconds = "us"
  case nanoseconds = "ns"

  /// Nanoseconds in one unit of a numeric format; nil for RFC 3339.
  var unitNanoseconds: Int64? {
    switch self {
    case .rfc3339: nil
    case .seconds: 1_000_000_000
    case .milliseconds: 1_000_000
    case .microseconds: 1_000
    case .nanoseconds: 1
    }
  }

  /// What a text most likely is: numbers by how large they are (a time in seconds reaches 10^11 in the year 5138, one
  /// in milliseconds passes it in 1973).
  static func guess(_ text: Substring.UTF8View) -> TimeFormat {
    let digits = text.first == UInt8(ascii: "-") ? text.dropFirst() : text
    let whole = digits.prefix { $0 != UInt8(ascii: ".") }
    guard !whole.isEmpty, whole.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }) else {
      return .rfc3339
    }
    return switch whole.count {
    case ...11: .seconds
    case ...14: .milliseconds
    case ...17: .microseconds
    default: .nanoseconds
    }
  }

  /// Nanoseconds since the epoch; nil where the text is no such time or lies outside of 1677 to 2262.
  public func parse(_ text: Substring) -> Int64? {
    guard let unit = unitNanoseconds else { return RFC3339.parse(text.utf8) }
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard let whole = parts.first.flatMap({ Int64($0) }) else { return nil }
    let (scaled, overflowed) = whole.multipliedReportingOverflow(by: unit)
    guard !overflowed else { return nil }
    guard parts.count == 2 else { return scaled }
    guard let fraction = Self.fraction(parts[1].utf8, of: unit) else { return nil }
    let negative = text.utf8.first == UInt8(ascii: "-")
    let (sum, wrapped) = scaled.addingReportingOverflow(negative ? -fraction : fraction)
    return wrapped ? nil : sum
  }

  public func format(_ timeNanoseconds: Int64) -> String {
    guard let unit = unitNanoseconds else { return RFC3339.format(timeNanoseconds) }
    let (whole, rest) = timeNanoseconds.quotientAndRemainder(dividingBy: unit)
    guard rest != 0 else { return String(whole) }
    let digits = String(rest.magnitude)
    let places = String(unit).utf8.count - 1
    let padded = String(repeating: "0", count: places - digits.utf8.count) + digits
    let trimmed = padded.reversed().drop { $0 == "0" }.reversed()
    return (timeNanoseconds < 0 && whole == 0 ? "-" : "") + "\(whole).\(String(trimmed))"
  }

  /// Decimal places of a unit, in nanoseconds; digits beyond a nanosecond are let go.
  private static func fraction(_ digits: Substring.UTF8View, of unit: Int64) -> Int64? {
    guard !digits.isEmpty else { return nil }
    var value: Int64 = 0
    var place = unit
    for digit in digits {
      guard UInt8(ascii: "0")...UInt8(ascii: "9") ~= digit else { return nil }
      place /= 10
      value += Int64(digit - UInt8(ascii: "0")) * place
    }
    return value
  }
}
