/// Reads JSON with limits: nesting is bounded, nothing is allocated on the file's word alone, and
/// the whole takes at most about 32 bytes for each byte of the file.
///
/// Whole numbers of 64 bits are exact where they stand alone; in a list of numbers they are floats like the rest.
/// Beyond RFC 8259 the words NaN, Infinity and -Infinity are numbers, as XGBoost writes them.
public struct JSONReader {
  private let bytes: UnsafeRawBufferPointer
  private var position = 0
  private var depth = 0

  public static func read(_ bytes: UnsafeRawBufferPointer) throws(JSONError) -> JSONValue {
    var reader = JSONReader(bytes: bytes)
    if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF {
      reader.position = 3
    }
    let value = try reader.value()
    reader.skipSpace()
    guard reader.position == bytes.count else {
      throw reader.error("text after the end of the document")
    }
    return value
  }

  private init(bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
  }

  private func error(_ cause: String) -> JSONError {
    JSONError(cause: cause, byte: position)
  }

  private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipSpace() {
    while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      position += 1
    }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    skipSpace()
    guard current == byte else { return false }
    position += 1
    return true
  }

  private mutating func value() throws(JSONError) -> JSONValue {
    skipSpace()
    switch current {
    case UInt8(ascii: "{"): return try nested { reader throws(JSONError) in try reader.object() }
    case UInt8(ascii: "["): return try nested { reader throws(JSONError) in try reader.list() }
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .boolean(true))
    case UInt8(ascii: "f"): return try word("false", .boolean(false))
    case UInt8(ascii: "n") where takes("null"): return .null
    case nil: throw error("it ends too early")
    default: return try number()
    }
  }

  private mutating func number() throws(JSONError) -> JSONValue {
    let start = position
    guard let number = DecimalNumber.parse(bytes, at: &position) else {
      throw error("a value was expected")
    }
    return Self.integer(bytes[start..<position]).map(JSONValue.integer) ?? .number(number)
  }

  /// A number that is written as an integer and fits one. Zero with a sign does not: a float keeps it.
  private static func integer(_ text: Slice<UnsafeRawBufferPointer>) -> Int64? {
    var value: Int64 = 0
    let isNegative = text.first == UInt8(ascii: "-")
    for byte in text.dropFirst(isNegative ? 1 : 0) {
      let digit = Int64(byte &- UInt8(ascii: "0"))
      guard digit < 10 else { return nil }
      let (product, isLarge) = value.multipliedReportingOverflow(by: 10)
      let (sum, overflows) =
        isNegative
        ? product.subtractingReportingOverflow(digit) : product.addingReportingOverflow(digit)
      if isLarge || overflows { return nil }
      value = sum
    }
    return isNegative && value == 0 ? nil : value
  }

  private mutating func nested(
    _ read: (inout JSONReader) throws(JSONError) -> JSONValue
  ) throws(JSONError) -> JSONValue {
    position += 1
    depth += 1
    guard depth <= JSONValue.maximumDepth else {
      throw error("it is nested more than \(JSONValue.maximumDepth) deep")
    }
    defer { depth -= 1 }
    return try read(&self)
  }

  private mutating func takes(_ word: StaticString) -> Bool {
    let count = word.utf8CodeUnitCount
    guard bytes.count - position >= count,
      (0..<count).allSatisfy({ bytes[position + $0] == word.utf8Start[$0] })
    else { return false }
    position += count
    return true
  }

  private mutating func word(_ word: StaticString, _ value: JSONValue) throws(JSONError)
    -> JSONValue
  {
    guard takes(word) else { throw error("a value was expected") }
    return value
  }

  private mutating func list() throws(JSONError) -> JSONValue {
    if take(UInt8(ascii: "]")) { return .list([]) }
    var elements = JSONListBuilder()
    repeat { elements.append(try value()) } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "]")) else { throw error("',' or ']' was expected") }
    return elements.finished()
  }

  private mutating func object() throws(JSONError) -> JSONValue {
    if take(UInt8(ascii: "}")) { return .object([]) }
    var members: [JSONValue.Member] = []
    repeat {
      skipSpace()
      guard current == UInt8(ascii: "\"") else { throw error("a name in quotes was expected") }
      let name = try string()
      guard take(UInt8(ascii: ":")) else { throw error("':' was expected") }
      members.append(.init(name, try value()))
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "}")) else { throw error("',' or '}' was expected") }
    return .object(members)
  }

  private mutating func string() throws(JSONError) -> String {
    position += 1
    let start = position
    while let byte = current, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
      position += 1
    }
    if current == UInt8(ascii: "\"") {
      position += 1
      return String(decoding: bytes[start..<(position - 1)], as: UTF8.self)
    }
    var text = Array(bytes[start..<position])
    while let byte = current {
      position += 1
      if byte == UInt8(ascii: "\"") { return String(decoding: text, as: UTF8.self) }
      if byte == UInt8(ascii: "\\") {
        try appendEscape(to: &text)
      } else {
        text.append(byte)
      }
    }
    throw error("a string does not end")
  }

  private mutating func appendEscape(to text: inout [UInt8]) throws(JSONError) {
    guard let byte = current else { throw error("a string does not end") }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"):
      var scalar = UInt32(try codeUnit())
      if scalar & 0xFC00 == 0xD800, takes("\\u") {
        let low = UInt32(try codeUnit())
        scalar =
          low & 0xFC00 == 0xDC00 ? 0x10000 + (scalar & 0x3FF) << 10 + low & 0x3FF : 0xFFFD
      }
      text.append(contentsOf: String(Unicode.Scalar(scalar) ?? "\u{FFFD}").utf8)
    default: throw error("an unknown escape in a string")
    }
  }

  private mutating func codeUnit() throws(JSONError) -> UInt16 {
    var value: UInt16 = 0
    for _ in 0..<4 {
      guard let byte = current, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw error("four hexadecimal digits were expected")
      }
      value = value << 4 | UInt16(digit)
      position += 1
    }
    return value
  }
}
