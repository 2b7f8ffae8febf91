/// What `strconv.ParseFloat` accepts, told apart without computing the value: strtod alone would
/// take leading spaces and trailing text.
enum FloatSyntax {
  case digits
  case infinity(isNegative: Bool)
  case notANumber

  init?(_ text: TextSlice) {
    var reader = Reader(text: text)
    let sign = reader.sign()
    let rest = text.dropFirst(reader.index)
    if Self.matches(rest, "nan"), sign == nil {
      self = .notANumber
      return
    }
    if Self.matches(rest, "inf") || Self.matches(rest, "infinity") {
      self = .infinity(isNegative: sign == UInt8(ascii: "-"))
      return
    }
    let isHexadecimal = reader.hexadecimalPrefix()
    var digits = reader.digits(isHexadecimal)
    if reader.take(UInt8(ascii: ".")) { digits += reader.digits(isHexadecimal) }
    guard digits > 0 else { return nil }
    if reader.exponentMark(isHexadecimal) {
      _ = reader.sign()
      guard reader.digits(false) > 0 else { return nil }
    } else if isHexadecimal {
      return nil  // Go demands the exponent there
    }
    guard reader.index == text.count, Self.underscoresAreRight(text) else { return nil }
    self = .digits
  }

  private static func matches(_ text: TextSlice, _ word: StaticString) -> Bool {
    guard text.count == word.utf8CodeUnitCount else { return false }
    return (0..<text.count).allSatisfy { text[$0] | 0x20 == word.utf8Start[$0] }
  }

  /// Underscores only between digits, or between a base prefix and a digit.
  private static func underscoresAreRight(_ text: TextSlice) -> Bool {
    for index in 0..<text.count where text[index] == UInt8(ascii: "_") {
      guard index > 0, index + 1 < text.count else { return false }
      let before = text[index - 1]
      let isAfterPrefix = index >= 2 && before | 0x20 == UInt8(ascii: "x")
      guard isAfterPrefix || isDigit(before, true), isDigit(text[index + 1], true) else {
        return false
      }
    }
    return true
  }

  private static func isDigit(_ byte: UInt8, _ isHexadecimal: Bool) -> Bool {
    byte &- 0x30 < 10 || (isHexadecimal && (byte | 0x20) &- 0x61 < 6)
  }

  private struct Reader {
    let text: TextSlice
    var index = 0

    mutating func take(_ byte: UInt8) -> Bool {
      guard index < text.count, text[index] == byte else { return false }
      index += 1
      return true
    }

    mutating func sign() -> UInt8? {
      guard index < text.count, text[index] == 0x2B || text[index] == 0x2D else { return nil }
      index += 1
      return text[index - 1]
    }

    mutating func hexadecimalPrefix() -> Bool {
      guard index + 2 < text.count, text[index] == 0x30, text[index + 1] | 0x20 == 0x78 else {
        return false
      }
      index += 2
      return true
    }

    mutating func exponentMark(_ isHexadecimal: Bool) -> Bool {
      guard index < text.count,
        text[index] | 0x20 == UInt8(ascii: isHexadecimal ? "p" : "e")
      else { return false }
      index += 1
      return true
    }

    /// Skips digits and underscores; counts the digits.
    mutating func digits(_ isHexadecimal: Bool) -> Int {
      var count = 0
      while index < text.count {
        if FloatSyntax.isDigit(text[index], isHexadecimal) {
          count += 1
        } else if text[index] != UInt8(ascii: "_") {
          break
        }
        index += 1
      }
      return count
    }
  }
}
