import Glibc

/// Numbers as Go's `strconv` reads and writes them.
enum GoNumber {
  /// `strconv.ParseInt(text, 10, 64)`; nil where that fails.
  static func int(_ text: TextSlice) -> Int64? {
    var index = 0
    var isNegative = false
    if text.count > 0, text[0] == UInt8(ascii: "-") || text[0] == UInt8(ascii: "+") {
      isNegative = text[0] == UInt8(ascii: "-")
      index = 1
    }
    guard index < text.count else { return nil }
    // Counted down from zero, because the smallest int has no positive counterpart.
    var value: Int64 = 0
    while index < text.count {
      let digit = text[index] &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      let (difference, differenceOverflow) = product.subtractingReportingOverflow(Int64(digit))
      if overflow || differenceOverflow { return nil }
      value = difference
      index += 1
    }
    if isNegative { return value }
    return value == .min ? nil : -value
  }

  /// `strconv.ParseFloat(text, 64)`; nil where that fails, also for what is out of range.
  static func float(_ text: TextSlice) -> Double? {
    guard let form = FloatSyntax(text) else { return nil }
    switch form {
    case .infinity(let isNegative): return isNegative ? -.infinity : .infinity
    case .notANumber: return .nan
    case .digits:
      let value = withUnsafeTemporaryAllocation(of: CChar.self, capacity: text.count + 1) { copy in
        var length = 0
        for index in 0..<text.count where text[index] != UInt8(ascii: "_") {
          copy[length] = CChar(bitPattern: text[index])
          length += 1
        }
        copy[length] = 0
        return strtod(copy.baseAddress!, nil)
      }
      return value.isInfinite ? nil : value
    }
  }

  static func float(_ text: String) -> Double? {
    var text = text
    return text.withUTF8 { bytes in
      guard let start = bytes.baseAddress else { return nil }
      return float(TextSlice(start: start, count: bytes.count))
    }
  }

  /// The most bytes that `write` produces: sign, 309 digits before or 1074 places after the point
  /// are shortened to at most 17 digits, zeros fill the rest.
  static let maximumFloatBytes = 352

  /// `strconv.FormatFloat(value, 'f', -1, 64)`: the fewest digits that read back, no exponent.
  /// - Returns: the bytes written; `output` has room for `maximumFloatBytes`.
  static func write(_ value: Double, to output: UnsafeMutablePointer<UInt8>) -> Int {
    var writer = PlainFloatWriter(output: output)
    writer.write(value)
    return writer.count
  }

  static let maximumIntBytes = 20

  static func write(_ value: Int64, to output: UnsafeMutablePointer<UInt8>) -> Int {
    var magnitude = value.magnitude
    var digits = 1
    var power: UInt64 = 10
    while digits < 20, magnitude >= power {
      digits += 1
      let (next, overflow) = power.multipliedReportingOverflow(by: 10)
      if overflow { break }
      power = next
    }
    let sign = value < 0 ? 1 : 0
    if sign == 1 { output[0] = UInt8(ascii: "-") }
    var index = sign + digits
    repeat {
      index -= 1
      output[index] = UInt8(ascii: "0") + UInt8(magnitude % 10)
      magnitude /= 10
    } while index > sign
    return sign + digits
  }

  static func text(of value: Double) -> String {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: maximumFloatBytes) { buffer in
      let count = write(value, to: buffer.baseAddress!)
      return String(decoding: buffer[..<count], as: UTF8.self)
    }
  }

  /// Go's conversion of a float to an int on amd64: what does not fit becomes the smallest int.
  static func truncated(_ value: Double) -> Int64 {
    Int64(exactly: value.rounded(.towardZero)) ?? .min
  }
}
