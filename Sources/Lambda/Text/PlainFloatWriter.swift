/// Writes a float without exponent from the shortest digits that read back.
///
/// The digits come from Swift's own printing, which yields the same shortest digits as Go's; they
/// are taken as bytes, without building a String.
struct PlainFloatWriter: TextOutputStream {
  let output: UnsafeMutablePointer<UInt8>
  private(set) var count = 0
  /// Swift's text of a Double is at most 24 bytes.
  private var digits = InlineText()

  init(output: UnsafeMutablePointer<UInt8>) {
    self.output = output
  }

  mutating func write(_ string: String) {
    for byte in string.utf8 { digits.append(byte) }
  }

  mutating func _writeASCII(_ buffer: UnsafeBufferPointer<UInt8>) {
    for byte in buffer { digits.append(byte) }
  }

  mutating func write(_ value: Double) {
    guard value.isFinite else {
      put(value.isNaN ? "NaN" : value < 0 ? "-Inf" : "+Inf")
      return
    }
    value.write(to: &self)
    lay()
  }

  private mutating func put(_ text: StaticString) {
    for index in 0..<text.utf8CodeUnitCount { put(text.utf8Start[index]) }
  }

  private mutating func put(_ byte: UInt8) {
    output[count] = byte
    count += 1
  }

  /// Lays out sign, digits and exponent of Swift's text ("-1.25e-07", "100.0") plainly.
  private mutating func lay() {
    var significant = InlineText()
    var pointPosition = 0  // digits in front of the point, before the exponent is applied
    var exponent = 0
    var hasPoint = false
    var index = 0
    if digits[0] == UInt8(ascii: "-") {
      put(UInt8(ascii: "-"))
      index = 1
    }
    while index < digits.count {
      let byte = digits[index]
      if byte == UInt8(ascii: "e") {
        exponent = Self.exponent(digits, from: index + 1)
        break
      }
      if byte == UInt8(ascii: ".") {
        hasPoint = true
      } else {
        significant.append(byte)
        if !hasPoint { pointPosition += 1 }
      }
      index += 1
    }
    layDigits(significant, point: pointPosition + exponent)
  }

  private static func exponent(_ text: InlineText, from start: Int) -> Int {
    var value = 0
    for index in start..<text.count where text[index] &- 0x30 < 10 {
      value = value * 10 + Int(text[index] - 0x30)
    }
    return text[start] == UInt8(ascii: "-") ? -value : value
  }

  /// `point` digits stand in front of the decimal point; it may lie outside of the digits.
  private mutating func layDigits(_ significant: InlineText, point: Int) {
    var last = significant.count
    while last > max(point, 0), significant[last - 1] == UInt8(ascii: "0") { last -= 1 }
    if point <= 0 {
      put(UInt8(ascii: "0"))
    } else {
      for index in 0..<point {
        put(index < significant.count ? significant[index] : UInt8(ascii: "0"))
      }
    }
    guard last > max(point, 0) else { return }
    put(UInt8(ascii: "."))
    for _ in stride(from: point, to: 0, by: 1) { put(UInt8(ascii: "0")) }
    for index in max(point, 0)..<last { put(significant[index]) }
  }
}
