import PlainText

/// Reads UBJSON (draft 12) with `JSONReader`'s limits. Numbers are big-endian.
///
/// A count is believed only as far as the file has bytes for its elements. Elements that take no
/// bytes at all (a counted list of nulls) are refused: they would allocate without a file behind.
struct UBJSONReader {
  private let bytes: UnsafeRawBufferPointer
  private var position = 0
  private var depth = 0

  static func read(_ bytes: UnsafeRawBufferPointer) throws(ModelError) -> JSONValue {
    var reader = UBJSONReader(bytes: bytes)
    let value = try reader.value(try reader.marker())
    guard reader.position == bytes.count else {
      throw reader.error("bytes after the end of the document")
    }
    return value
  }

  private init(bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
  }

  private func error(_ cause: String) -> ModelError {
    ModelError(
      .damaged, cause: "is no valid UBJSON: \(cause)", remedy: "save the model again",
      position: "byte \(position)")
  }

  private mutating func marker() throws(ModelError) -> UInt8 {
    while position < bytes.count {
      position += 1
      if bytes[position - 1] != UInt8(ascii: "N") { return bytes[position - 1] }
    }
    throw error("it ends too early")
  }

  private mutating func take(_ marker: UInt8) -> Bool {
    guard position < bytes.count, bytes[position] == marker else { return false }
    position += 1
    return true
  }

  /// A big-endian number of `T`'s size.
  private mutating func bits<T: FixedWidthInteger>(_: T.Type) throws(ModelError) -> T {
    guard bytes.count - position >= MemoryLayout<T>.size else {
      throw error("it ends too early")
    }
    defer { position += MemoryLayout<T>.size }
    return T(bigEndian: bytes.loadUnaligned(fromByteOffset: position, as: T.self))
  }

  /// The number behind `marker`; nil: the marker is not a number's.
  private mutating func number(_ marker: UInt8) throws(ModelError) -> Double? {
    switch marker {
    case UInt8(ascii: "i"): Double(try bits(Int8.self))
    case UInt8(ascii: "U"): Double(try bits(UInt8.self))
    case UInt8(ascii: "I"): Double(try bits(Int16.self))
    case UInt8(ascii: "l"): Double(try bits(Int32.self))
    case UInt8(ascii: "L"): Double(try bits(Int64.self))
    case UInt8(ascii: "d"): Double(Float(bitPattern: try bits(UInt32.self)))
    case UInt8(ascii: "D"): Double(bitPattern: try bits(UInt64.self))
    default: nil
    }
  }

  private func numberBytes(_ marker: UInt8) -> Int? {
    switch marker {
    case UInt8(ascii: "i"), UInt8(ascii: "U"): 1
    case UInt8(ascii: "I"): 2
    case UInt8(ascii: "l"), UInt8(ascii: "d"): 4
    case UInt8(ascii: "L"), UInt8(ascii: "D"): 8
    default: nil
    }
  }

  /// A length or count, which must not be negative or larger than what remains of the file allows.
  private mutating func length(elementBytes: Int) throws(ModelError) -> Int {
    let type = try marker()
    let value: Int64 =
      switch type {
      case UInt8(ascii: "i"): Int64(try bits(Int8.self))
      case UInt8(ascii: "U"): Int64(try bits(UInt8.self))
      case UInt8(ascii: "I"): Int64(try bits(Int16.self))
      case UInt8(ascii: "l"): Int64(try bits(Int32.self))
      case UInt8(ascii: "L"): try bits(Int64.self)
      default: throw error("a length was expected")
      }
    guard value >= 0, value <= Int64((bytes.count - position) / elementBytes) else {
      throw error("a length of \(value) does not fit the file")
    }
    return Int(value)
  }

  private mutating func text() throws(ModelError) -> String {
    let count = try length(elementBytes: 1)
    defer { position += count }
    return String(decoding: bytes[position..<(position + count)], as: UTF8.self)
  }

  private mutating func value(_ marker: UInt8) throws(ModelError) -> JSONValue {
    if let number = try number(marker) { return .number(number) }
    switch marker {
    case UInt8(ascii: "Z"): return .null
    case UInt8(ascii: "T"): return .boolean(true)
    case UInt8(ascii: "F"): return .boolean(false)
    case UInt8(ascii: "S"), UInt8(ascii: "H"): return .string(try text())
    case UInt8(ascii: "C"):
      return .string(String(Character(Unicode.Scalar(try bits(UInt8.self)))))
    case UInt8(ascii: "["), UInt8(ascii: "{"):
      depth += 1
      guard depth <= JSONValue.maximumDepth else {
        throw error("it is nested more than \(JSONValue.maximumDepth) deep")
      }
      defer { depth -= 1 }
      return marker == UInt8(ascii: "[") ? try list() : try object()
    default: throw error("the type \(marker) is unknown")
    }
  }

  private mutating func list() throws(ModelError) -> JSONValue {
    if take(UInt8(ascii: "$")) {
      let type = try marker()
      guard let size = numberBytes(type) else {
        throw error("a list of the type \(type) is not expected in a model")
      }
      guard take(UInt8(ascii: "#")) else { throw error("a typed list lacks its count") }
      let count = try length(elementBytes: size)
      var numbers: [Double] = []
      numbers.reserveCapacity(count)
      for _ in 0..<count { numbers.append(try number(type) ?? 0) }
      return .numbers(numbers)
    }
    var elements = JSONListBuilder()
    if take(UInt8(ascii: "#")) {
      for _ in 0..<(try length(elementBytes: 1)) { elements.append(try value(try marker())) }
      return elements.finished()
    }
    while true {
      let type = try marker()
      if type == UInt8(ascii: "]") { return elements.finished() }
      elements.append(try value(type))
    }
  }

  private mutating func object() throws(ModelError) -> JSONValue {
    guard !take(UInt8(ascii: "$")) else {
      throw error("an object of one type is not expected in a model")
    }
    var members: [JSONValue.Member] = []
    if take(UInt8(ascii: "#")) {
      for _ in 0..<(try length(elementBytes: 2)) {
        members.append(.init(try text(), try value(try marker())))
      }
      return .object(members)
    }
    while !take(UInt8(ascii: "}")) {
      if take(UInt8(ascii: "N")) { continue }
      members.append(.init(try text(), try value(try marker())))
    }
    return .object(members)
  }
}
