/// Walks one protobuf message, checked at every step.
///
/// The strict side has a decoder of its own on purpose: were it to share UDFWire's, a mistake made there twice, once in
/// writing and once in reading, would go unseen.
struct WireCursor {
  enum Content {
    case varint(UInt64)
    case fixed64(UInt64)
    case bytes(UnsafeRawBufferPointer)
    case fixed32(UInt32)
  }

  /// Invariant: `position <= bytes.count`.
  private let bytes: UnsafeRawBufferPointer
  private var position = 0

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  var isAtEnd: Bool { position == bytes.count }
  var remaining: Int { bytes.count - position }

  mutating func varint() throws(PeerFault) -> UInt64 {
    var value: UInt64 = 0
    for index in 0..<10 {
      guard position < bytes.count else { throw PeerFault(.malformed("a number is cut off")) }
      let byte = bytes[position]
      position += 1
      guard index < 9 || byte <= 1 else { break }
      value |= UInt64(byte & 127) << UInt64(7 * index)
      if byte < 128 { return value }
    }
    throw PeerFault(.malformed("a number of more than 64 bits"))
  }

  /// The next field's number and content.
  mutating func field() throws(PeerFault) -> (number: UInt64, content: Content) {
    let key = try varint()
    let number = key >> 3
    guard number > 0, number < 1 << 29 else {
      throw PeerFault(.malformed("field number \(number)"))
    }
    switch key & 7 {
    case 0: return (number, .varint(try varint()))
    case 1: return (number, .fixed64(try fixed(8)))
    case 2:
      let length = try varint()
      guard length <= UInt64(remaining) else {
        throw PeerFault(
          .malformed("field \(number) says \(length) bytes where \(remaining) are left"))
      }
      let end = position + Int(length)
      defer { position = end }
      return (number, .bytes(UnsafeRawBufferPointer(rebasing: bytes[position..<end])))
    case 5: return (number, .fixed32(UInt32(truncatingIfNeeded: try fixed(4))))
    default: throw PeerFault(.malformed("field \(number) of wire type \(key & 7)"))
    }
  }

  private mutating func fixed(_ count: Int) throws(PeerFault) -> UInt64 {
    guard remaining >= count else { throw PeerFault(.malformed("a fixed number is cut off")) }
    var value: UInt64 = 0
    for index in 0..<count { value |= UInt64(bytes[position + index]) << UInt64(8 * index) }
    position += count
    return value
  }
}

/// What a field must hold for the name it has; anything else is a fault that says so.
extension WireCursor.Content {
  func bytes(_ name: @autoclosure () -> String) throws(PeerFault) -> UnsafeRawBufferPointer {
    guard case .bytes(let value) = self else { throw wrong(name(), "bytes") }
    return value
  }

  func string(_ name: @autoclosure () -> String) throws(PeerFault) -> String {
    let value = try bytes(name())
    guard let text = String(validating: value, as: UTF8.self) else {
      throw PeerFault(.invalidUTF8(name()))
    }
    return text
  }

  func integer(_ name: @autoclosure () -> String) throws(PeerFault) -> Int64 {
    guard case .varint(let value) = self else { throw wrong(name(), "a varint") }
    return Int64(bitPattern: value)
  }

  func boolean(_ name: @autoclosure () -> String) throws(PeerFault) -> Bool {
    try integer(name()) != 0
  }

  func double(_ name: @autoclosure () -> String) throws(PeerFault) -> Double {
    guard case .fixed64(let value) = self else { throw wrong(name(), "a double") }
    return Double(bitPattern: value)
  }

  private func wrong(_ name: String, _ expected: String) -> PeerFault {
    PeerFault(.malformed("\(name) is not \(expected)"))
  }
}
