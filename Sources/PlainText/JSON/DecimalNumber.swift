import Glibc

/// Numbers in text, rounded correctly: the nearest Double, as `strtod` finds it.
public enum DecimalNumber {
  /// Powers of ten that a Double holds exactly.
  private static let exactPowers: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
    1e18, 1e19, 1e20, 1e21, 1e22,
  ]

  /// The number that starts at `position`, which moves behind it; nil: there is none.
  ///
  /// Reads what the libraries write: decimal digits with a fraction and an exponent, and `nan`,
  /// `inf` and `infinity` in any case. No hexadecimal numbers, no leading white space.
  public static func parse(_ bytes: UnsafeRawBufferPointer, at position: inout Int) -> Double? {
    let start = position
    var index = position
    var isNegative = false
    if index < bytes.count, bytes[index] == minus || bytes[index] == plus {
      isNegative = bytes[index] == minus
      index += 1
    }
    var mantissa: UInt64 = 0
    var digits = 0
    var exponent = 0
    var isExact = true
    func take(_ byte: UInt8) {
      digits += 1
      if mantissa < 900_000_000_000_000_000 {
        mantissa = mantissa * 10 + UInt64(byte - zero)
      } else {
        isExact = false
      }
    }
    while index < bytes.count, isDigit(bytes[index]) {
      take(bytes[index])
      index += 1
    }
    if index < bytes.count, bytes[index] == point {
      index += 1
      while index < bytes.count, isDigit(bytes[index]) {
        take(bytes[index])
        exponent -= 1
        index += 1
      }
    }
    guard digits > 0 else { return word(bytes, at: &position) }
    if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
      var ahead = index + 1
      var isBelow = false
      if ahead < bytes.count, bytes[ahead] == minus || bytes[ahead] == plus {
        isBelow = bytes[ahead] == minus
        ahead += 1
      }
      if ahead < bytes.count, isDigit(bytes[ahead]) {
        var value = 0
        while ahead < bytes.count, isDigit(bytes[ahead]) {
          value = min(value * 10 + Int(bytes[ahead] - zero), 100_000)
          ahead += 1
        }
        exponent += isBelow ? -value : value
        index = ahead
      }
    }
    position = index
    // One rounding, of an exact product or quotient of exact numbers, is the nearest Double.
    if isExact, mantissa <= 1 << 53, abs(exponent) <= 22 {
      let whole = Double(mantissa)
      let value =
        exponent < 0 ? whole / exactPowers[-exponent] : whole * exactPowers[exponent]
      return isNegative ? -value : value
    }
    return slow(UnsafeRawBufferPointer(rebasing: bytes[start..<index]))
  }

  /// The whole of `bytes` as a number.
  public static func parse(whole bytes: UnsafeRawBufferPointer) -> Double? {
    var position = 0
    guard let value = parse(bytes, at: &position), position == bytes.count else { return nil }
    return value
  }

  private static func slow(_ text: UnsafeRawBufferPointer) -> Double? {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: text.count + 1) { copy in
      for (index, byte) in text.enumerated() { copy[index] = CChar(bitPattern: byte) }
      copy[text.count] = 0
      return strtod(copy.baseAddress!, nil)
    }
  }

  private static func word(_ bytes: UnsafeRawBufferPointer, at position: inout Int) -> Double? {
    var index = position
    var isNegative = false
    if index < bytes.count, bytes[index] == minus || bytes[index] == plus {
      isNegative = bytes[index] == minus
      index += 1
    }
    let words: [(StaticString, Double)] = [
      ("infinity", .infinity), ("inf", .infinity), ("nan", .nan),
    ]
    for (word, value) in words where bytes.count - index >= word.utf8CodeUnitCount {
      let matches = (0..<word.utf8CodeUnitCount).allSatisfy {
        bytes[index + $0] | 0x20 == word.utf8Start[$0]
      }
      if matches {
        position = index + word.utf8CodeUnitCount
        return isNegative ? -value : value
      }
    }
    return nil
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- zero < 10 }
  private static let zero = UInt8(ascii: "0")
  private static let minus = UInt8(ascii: "-")
  private static let plus = UInt8(ascii: "+")
  private static let point = UInt8(ascii: ".")
}
