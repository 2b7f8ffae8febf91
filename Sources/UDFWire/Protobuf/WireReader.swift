/// Walks the fields of one encoded message, checking every length against what remains before
/// anything is read or allocated.
///
/// For the messages that are decoded into owned memory. It borrows the bytes: they must outlive it,
/// which holds because it never leaves the decoding initializer that made it.
package struct WireReader {
  // Invariant: start <= position <= end, and all of start..<end may be read.
  package private(set) var position: UnsafeRawPointer
  private let end: UnsafeRawPointer
  private let place: WireFault.Place

  package init(_ bytes: UnsafeRawBufferPointer, in place: WireFault.Place) {
    // An empty buffer may have no address; any will do for no bytes.
    position = bytes.baseAddress ?? UnsafeRawPointer(bitPattern: 1)!
    end = position + bytes.count
    self.place = place
  }

  package var isAtEnd: Bool { position == end }

  /// The next field's tag; nil at the end of the message.
  package mutating func nextTag() throws(WireFault) -> WireTag? {
    if position == end { return nil }
    let raw = try varint()
    guard raw <= UInt64(UInt32.max), let type = WireType(rawValue: UInt8(raw & 7)), raw >> 3 > 0
    else {
      throw WireFault(.illegalTag, in: place, actual: Int(truncatingIfNeeded: raw))
    }
    return WireTag(Int(raw >> 3), type)
  }

  package mutating func varint() throws(WireFault) -> UInt64 {
    guard let value = Varint.read(&position, end) else {
      throw Varint.fault(at: position, end, in: place)
    }
    return value
  }

  package mutating func int64() throws(WireFault) -> Int64 { Int64(bitPattern: try varint()) }

  package mutating func bool() throws(WireFault) -> Bool { try varint() != 0 }

  /// An enumeration's number; protobuf keeps its low 32 bits.
  package mutating func enumeration() throws(WireFault) -> Int32 {
    Int32(truncatingIfNeeded: try varint())
  }

  package mutating func double() throws(WireFault) -> Double {
    guard end - position >= 8 else { throw WireFault(.truncated, in: place) }
    defer { position += 8 }
    return Double(bitPattern: UInt64(littleEndian: position.loadUnaligned(as: UInt64.self)))
  }

  /// The bytes of a length-delimited field, still in place.
  package mutating func lengthDelimited() throws(WireFault) -> UnsafeRawBufferPointer {
    let length = try varint()
    guard length <= UInt64(end - position) else { throw WireFault(.truncated, in: place) }
    defer { position += Int(length) }
    return UnsafeRawBufferPointer(start: position, count: Int(length))
  }

  /// An owned copy of a string that is proved to be UTF-8.
  package mutating func string() throws(WireFault) -> String {
    let bytes = try lengthDelimited()
    guard bytes.count <= WireLimits.maximumStringBytes else {
      throw WireFault(
        .stringTooLong, in: place, actual: bytes.count, limit: WireLimits.maximumStringBytes)
    }
    guard let string = String(validating: bytes, as: UTF8.self) else {
      throw WireFault(.notUTF8, in: place)
    }
    return string
  }

  /// Moves behind the value of a field that is of no interest; groups are walked to their end.
  package mutating func skip(_ tag: WireTag) throws(WireFault) {
    try skip(tag, depth: 1)
  }

  private mutating func skip(_ tag: WireTag, depth: Int) throws(WireFault) {
    switch tag.type {
    case .varint: _ = try varint()
    case .lengthDelimited: _ = try lengthDelimited()
    case .fixed64: try advance(8)
    case .fixed32: try advance(4)
    case .endGroup: throw WireFault(.unmatchedGroup, in: place)
    case .startGroup:
      guard depth <= WireLimits.maximumNestingDepth else {
        throw WireFault(.nestingTooDeep, in: place, limit: WireLimits.maximumNestingDepth)
      }
      while true {
        guard let inner = try nextTag() else { throw WireFault(.truncated, in: place) }
        if inner.type == .endGroup {
          guard inner.number == tag.number else { throw WireFault(.unmatchedGroup, in: place) }
          return
        }
        try skip(inner, depth: depth + 1)
      }
    }
  }

  private mutating func advance(_ count: Int) throws(WireFault) {
    guard end - position >= count else { throw WireFault(.truncated, in: place) }
    position += count
  }

  /// Refuses one element more than a list or map may hold.
  package func checkRoom(in count: Int, limit: Int) throws(WireFault) {
    guard count < limit else {
      throw WireFault(.tooManyElements, in: place, actual: count + 1, limit: limit)
    }
  }
}
