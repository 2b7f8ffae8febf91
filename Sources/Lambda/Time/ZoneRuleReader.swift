/// Reads the parts of a POSIX TZ text.
struct ZoneRuleReader {
  private let bytes: [UInt8]
  private var position = 0

  init(_ text: String) {
    bytes = Array(text.utf8)
  }

  var isAtEnd: Bool { position == bytes.count }
  var peek: UInt8? { isAtEnd ? nil : bytes[position] }

  mutating func take(_ character: Character) -> Bool {
    guard let next = peek, next == character.asciiValue else { return false }
    position += 1
    return true
  }

  /// A zone's abbreviation: letters, or anything between < and >.
  mutating func skipName() -> Bool {
    let start = position
    if take("<") {
      while let next = peek, next != UInt8(ascii: ">") {
        _ = next
        position += 1
      }
      return take(">")
    }
    while let next = peek, (next | 0x20) &- 0x61 < 26 { position += 1 }
    return position > start
  }

  private mutating func number() -> Int64? {
    var value: Int64 = 0
    let start = position
    while let next = peek, next &- 0x30 < 10, position - start < 6 {
      value = value * 10 + Int64(next - 0x30)
      position += 1
    }
    return position > start ? value : nil
  }

  /// `[+-]hh[:mm[:ss]]` in seconds.
  mutating func offset() -> Int64? {
    let isNegative = take("-")
    if !isNegative { _ = take("+") }
    guard let hours = number(), hours <= 167 else { return nil }
    var seconds = hours * 3_600
    if take(":") {
      guard let minutes = number() else { return nil }
      seconds += minutes * 60
      if take(":") {
        guard let rest = number() else { return nil }
        seconds += rest
      }
    }
    return isNegative ? -seconds : seconds
  }

  mutating func moment() -> YearlyMoment? {
    let day: YearlyMoment.Day
    if take("J") {
      guard let number = number(), (1...365).contains(number) else { return nil }
      day = .ofCommonYear(number)
    } else if take("M") {
      guard let month = number(), (1...12).contains(month), take("."),
        let week = number(), (1...5).contains(week), take("."),
        let weekday = number(), (0...6).contains(weekday)
      else { return nil }
      day = .ofMonth(month: month, week: week, weekday: weekday)
    } else {
      guard let number = number(), (0...365).contains(number) else { return nil }
      day = .ofYear(number)
    }
    guard take("/") else { return YearlyMoment(day: day, secondOfDay: 7_200) }
    guard let time = offset() else { return nil }
    return YearlyMoment(day: day, secondOfDay: time)
  }
}
