/// Walks the fields of one protobuf message of which nothing is trusted: a length is checked against
/// what remains of the message before it is followed.
struct ProtobufReader {
  enum Value {
    case varint(UInt64)
    case fixed32(UInt32)
    case fixed64(UInt64)
    case bytes(UnsafeRawBufferPointer)
  }

  private let bytes: UnsafeRawBufferPointer
  private var position = 0
  /// What is read, for error messages.
  private let message: String

  init(_ bytes: UnsafeRawBufferPointer, message: String) {
    self.bytes = bytes
    self.message = message
  }

  static func error(_ message: String, _ cause: String) -> ModelError {
    ModelError(.damaged, cause: cause, remedy: "save the model again", position: message)
  }

  func error(_ cause: String) -> ModelError { ProtobufReader.error(message, cause) }

  private mutating func varint() throws(ModelError) -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 70, by: 7) {
      guard position < bytes.count else { throw error("it ends within a number") }
      let byte = bytes[position]
      position += 1
      if shift < 64 { value |= UInt64(byte & 0x7F) << shift }
      if byte < 0x80 { return value }
    }
    throw error("a number has more than ten bytes")
  }

  /// The next field; nil: the message ends here.
  mutating func next() throws(ModelError) -> (field: Int, value: Value)? {
    guard position < bytes.count else { return nil }
    let tag = try varint()
    guard tag >> 3 > 0, tag >> 3 < 1 << 29 else { throw error("it has the field \(tag >> 3)") }
    let field = Int(tag >> 3)
    switch tag & 7 {
    case 0: return (field, .varint(try varint()))
    case 1:
      guard bytes.count - position >= 8 else { throw error("it ends within a number") }
      defer { position += 8 }
      return (field, .fixed64(bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self)))
    case 2:
      let length = try varint()
      guard length <= UInt64(bytes.count - position) else {
        throw error("field \(field) names \(length) bytes, and \(bytes.count - position) are left")
      }
      defer { position += Int(length) }
      return (
        field, .bytes(UnsafeRawBufferPointer(rebasing: bytes[position..<(position + Int(length))]))
      )
    case 5:
      guard bytes.count - position >= 4 else { throw error("it ends within a number") }
      defer { position += 4 }
      return (field, .fixed32(bytes.loadUnaligned(fromByteOffset: position, as: UInt32.self)))
    default: throw error("field \(field) has the wire type \(tag & 7)")
    }
  }

  /// Calls `body` for each field.
  consuming func eachField(
    _ body: (Int, Value) throws(ModelError) -> Void
  ) throws(ModelError) {
    var reader = self
    while let (field, value) = try reader.next() { try body(field, value) }
  }

  // What a value is to be, by its field's type.

  func message(_ value: Value) throws(ModelError) -> UnsafeRawBufferPointer {
    guard case .bytes(let bytes) = value else { throw error("a message is expected") }
    return bytes
  }

  func text(_ value: Value) throws(ModelError) -> String {
    String(decoding: try message(value), as: UTF8.self)
  }

  func integer(_ value: Value) throws(ModelError) -> Int {
    guard case .varint(let number) = value else { throw error("an integer is expected") }
    return Int(truncatingIfNeeded: number)
  }

  /// Integers, packed or one by one.
  func appendIntegers(_ value: Value, to list: inout [Int]) throws(ModelError) {
    switch value {
    case .varint(let number): list.append(Int(truncatingIfNeeded: number))
    case .bytes(let packed):
      var reader = ProtobufReader(packed, message: message)
      while reader.position < packed.count {
        list.append(Int(truncatingIfNeeded: try reader.varint()))
      }
    default: throw error("integers are expected")
    }
  }

  func appendFloats(_ value: Value, to list: inout [Double]) throws(ModelError) {
    switch value {
    case .fixed32(let bits): list.append(Double(Float(bitPattern: bits)))
    case .bytes(let packed):
      guard packed.count % 4 == 0 else { throw error("floats of \(packed.count) bytes") }
      list.reserveCapacity(list.count + packed.count / 4)
      for index in 0..<(packed.count / 4) {
        let bits = packed.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self)
        list.append(Double(Float(bitPattern: bits)))
      }
    default: throw error("floats are expected")
    }
  }

  func appendDoubles(_ value: Value, to list: inout [Double]) throws(ModelError) {
    switch value {
    case .fixed64(let bits): list.append(Double(bitPattern: bits))
    case .bytes(let packed):
      guard packed.count % 8 == 0 else { throw error("doubles of \(packed.count) bytes") }
      list.reserveCapacity(list.count + packed.count / 8)
      for index in 0..<(packed.count / 8) {
        let bits = packed.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self)
        list.append(Double(bitPattern: bits))
      }
    default: throw error("doubles are expected")
    }
  }
}
