/// Times as RFC 3339 writes them. A space may stand for the `T`, and a missing zone is UTC, as many exporters have it.
public enum RFC3339 {
  /// Nanoseconds since the epoch; nil where the text is no time, or none that 64 bits of nanoseconds can say.
  static func parse(_ text: Substring.UTF8View) -> Int64? {
    var scanner = DigitScanner(text)
    guard let year = scanner.digits(4), scanner.take("-"),
      let month = scanner.digits(2), (1...12).contains(month), scanner.take("-"),
      let day = scanner.digits(2), day >= 1, day <= daysInMonth(month, of: year)
    else { return nil }
    var seconds = 0
    var fraction: Int64 = 0
    var offsetSeconds = 0
    if !scanner.isAtEnd {
      guard scanner.take("T") || scanner.take("t") || scanner.take(" "),
        let hour = scanner.digits(2), hour < 24, scanner.take(":"),
        let minute = scanner.digits(2), minute < 60
      else { return nil }
      seconds = hour * 3600 + minute * 60
      if scanner.take(":") {
        guard let second = scanner.digits(2), second <= 60 else { return nil }
        seconds += second
        if scanner.take(".") {
          guard let read = scanner.fractionNanoseconds() else { return nil }
          fraction = read
        }
      }
      guard let read = zone(&scanner) else { return nil }
      offsetSeconds = read
    }
    guard scanner.isAtEnd else { return nil }
    let day0 = daysSinceEpoch(year: year, month: month, day: day)
    let total = Int64(day0) * 86_400 + Int64(seconds) - Int64(offsetSeconds)
    // Towards zero first, so that the earliest second, which is only there in part, does not overflow.
    let whole = total < 0 ? total + 1 : total
    let part = total < 0 ? fraction - 1_000_000_000 : fraction
    let (scaled, overflowed) = whole.multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, wrapped) = scaled.addingReportingOverflow(part)
    return overflowed || wrapped ? nil : sum
  }

  /// The time in UTC, with as many decimal places as it needs.
  public static func format(_ timeNanoseconds: Int64) -> String {
    let seconds = floorDivide(timeNanoseconds, 1_000_000_000)
    // Not `time - seconds * 10^9`: that product does not fit for the earliest second there is.
    let remainder = timeNanoseconds % 1_000_000_000
    let fraction = Int(remainder < 0 ? remainder + 1_000_000_000 : remainder)
    let days = floorDivide(seconds, 86_400)
    let second = Int(seconds - days * 86_400)
    let (year, month, day) = date(daysSinceEpoch: Int(days))
    var text: [UInt8] = []
    text.reserveCapacity(30)
    append(year, 4, to: &text)
    text.append(UInt8(ascii: "-"))
    append(month, 2, to: &text)
    text.append(UInt8(ascii: "-"))
    append(day, 2, to: &text)
    text.append(UInt8(ascii: "T"))
    append(second / 3600, 2, to: &text)
    text.append(UInt8(ascii: ":"))
    append(second / 60 % 60, 2, to: &text)
    text.append(UInt8(ascii: ":"))
    append(second % 60, 2, to: &text)
    if fraction != 0 {
      text.append(UInt8(ascii: "."))
      append(fraction, 9, to: &text)
      while text.last == UInt8(ascii: "0") { text.removeLast() }
    }
    text.append(UInt8(ascii: "Z"))
    return String(decoding: text, as: UTF8.self)
  }

  private static func zone(_ scanner: inout DigitScanner) -> Int? {
    if scanner.isAtEnd || scanner.take("Z") || scanner.take("z") { return 0 }
    let sign = scanner.take("+") ? 1 : scanner.take("-") ? -1 : 0
    guard sign != 0, let hours = scanner.digits(2), hours < 24 else { return nil }
    _ = scanner.take(":")
    guard let minutes = scanner.digits(2), minutes < 60 else { return nil }
    return sign * (hours * 3600 + minutes * 60)
  }

  private static func append(_ value: Int, _ width: Int, to text: inout [UInt8]) {
    var divisor = 1
    for _ in 1..<width { divisor *= 10 }
    while divisor > 0 {
      text.append(UInt8(ascii: "0") + UInt8(value / divisor % 10))
      divisor /= 10
    }
  }

  private static func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }

  private static func daysInMonth(_ month: Int, of year: Int) -> Int {
    switch month {
    case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Days from 1970-01-01 in the Gregorian calendar, by counting in eras of 400 years that begin in March.
  private static func daysSinceEpoch(year: Int, month: Int, day: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  private static func date(daysSinceEpoch days: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
  }
}

/// Takes fixed runs of digits and single characters from a text.
private struct DigitScanner {
  private var rest: Substring.UTF8View

  init(_ text: Substring.UTF8View) { rest = text }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func digits(_ count: Int) -> Int? {
    var value = 0
    for _ in 0..<count {
      guard let digit = rest.first, UInt8(ascii: "0")...UInt8(ascii: "9") ~= digit else {
        return nil
      }
      value = value * 10 + Int(digit - UInt8(ascii: "0"))
      rest.removeFirst()
    }
    return value
  }

  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard rest.first == UInt8(ascii: character) else { return false }
    rest.removeFirst()
    return true
  }

  /// Decimal places of a second; digits beyond a nanosecond are let go.
  mutating func fractionNanoseconds() -> Int64? {
    var value: Int64 = 0
    var place: Int64 = 100_000_000
    var count = 0
    while let digit = rest.first, UInt8(ascii: "0")...UInt8(ascii: "9") ~= digit {
      value += Int64(digit - UInt8(ascii: "0")) * place
      place /= 10
      count += 1
      rest.removeFirst()
    }
    return count > 0 ? value : nil
  }
}
