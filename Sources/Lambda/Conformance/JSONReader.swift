/// Reads one JSON text. Nesting is bounded, so that no text makes it recurse without end.
struct JSONReader {
  struct Fault: Error {
    let byte: Int
    let reason: String
  }

  private static let maximumDepth = 64

  private let bytes: [UInt8]
  private var position = 0

  static func value(of text: [UInt8]) throws(Fault) -> JSONValue {
    var reader = JSONReader(bytes: text)
    let value = try reader.value(depth: 0)
    reader.skipSpace()
    guard reader.position == text.count else { throw reader.fault("text behind the value") }
    return value
  }

  private init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  private func fault(_ reason: String) -> Fault { Fault(byte: position, reason: reason) }

  private var look: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipSpace() {
    while let byte = look, byte == 0x20 || (0x09...0x0D).contains(byte) { position += 1 }
  }

  private mutating func take(_ character: Character) -> Bool {
    skipSpace()
    guard let byte = look, byte == character.asciiValue else { return false }
    position += 1
    return true
  }

  private mutating func word(_ word: String, _ value: JSONValue) throws(Fault) -> JSONValue {
    guard bytes[position...].starts(with: word.utf8) else { throw fault("not a JSON value") }
    position += word.utf8.count
    return value
  }

  private mutating func value(depth: Int) throws(Fault) -> JSONValue {
    guard depth < Self.maximumDepth else { throw fault("nested too deeply") }
    skipSpace()
    switch look {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  private mutating func object(depth: Int) throws(Fault) -> JSONValue {
    position += 1
    var members: [(key: String, value: JSONValue)] = []
    if take("}") { return .object(members) }
    repeat {
      skipSpace()
      guard look == UInt8(ascii: "\"") else { throw fault("a name expected") }
      let key = try string()
      guard take(":") else { throw fault("a colon expected") }
      members.append((key, try value(depth: depth + 1)))
    } while take(",")
    guard take("}") else { throw fault("a comma or } expected") }
    return .object(members)
  }

  private mutating func array(depth: Int) throws(Fault) -> JSONValue {
    position += 1
    var elements: [JSONValue] = []
    if take("]") { return .array(elements) }
    repeat { elements.append(try value(depth: depth + 1)) } while take(",")
    guard take("]") else { throw fault("a comma or ] expected") }
    return .array(elements)
  }

  private mutating func number() throws(Fault) -> JSONValue {
    let start = position
    while let byte = look, byte &- 0x30 < 10 || "+-.eE".utf8.contains(byte) { position += 1 }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if !text.utf8.contains(where: { ".eE".utf8.contains($0) }), let value = Int64(text) {
      return .int(value)
    }
    guard let value = Double(text) else { throw fault("not a JSON value") }
    return .float(value)
  }

  private mutating func string() throws(Fault) -> String {
    position += 1
    var result: [UInt8] = []
    while let byte = look {
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: result, as: UTF8.self)
      case UInt8(ascii: "\\"): try escape(into: &result)
      default: result.append(byte)
      }
    }
    throw fault("a string that does not end")
  }

  private mutating func escape(into result: inout [UInt8]) throws(Fault) {
    guard let byte = look else { throw fault("a string that does not end") }
    position += 1
    switch byte {
    case UInt8(ascii: "n"): result.append(0x0A)
    case UInt8(ascii: "t"): result.append(0x09)
    case UInt8(ascii: "r"): result.append(0x0D)
    case UInt8(ascii: "b"): result.append(0x08)
    case UInt8(ascii: "f"): result.append(0x0C)
    case UInt8(ascii: "u"):
      var code = try hexadecimal()
      if (0xD800..<0xDC00).contains(code), look == UInt8(ascii: "\\"),
        position + 1 < bytes.count, bytes[position + 1] == UInt8(ascii: "u")
      {
        position += 2
        let low = try hexadecimal()
        code = 0x10000 + (code - 0xD800) << 10 + (low & 0x3FF)
      }
      result += String(Unicode.Scalar(code) ?? "\u{FFFD}").utf8
    default: result.append(byte)
    }
  }

  private mutating func hexadecimal() throws(Fault) -> UInt32 {
    guard position + 4 <= bytes.count,
      let code = UInt32(
        String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16)
    else { throw fault("\\u without four digits") }
    position += 4
    return code
  }
}
