import UDFWire

/// One entry of a protobuf map: a message of key and value, where what is missing is the default.
struct MapEntry {
  private(set) var key: WireCursor.Content?
  private(set) var value: WireCursor.Content?

  init(_ bytes: UnsafeRawBufferPointer) throws(PeerFault) {
    var cursor = WireCursor(bytes)
    while !cursor.isAtEnd {
      let (number, content) = try cursor.field()
      switch number {
      case 1: key = content
      case 2: value = content
      default: break
      }
    }
  }
}

extension OrderedMap<String> {
  /// Takes in one entry of a map of tags; of a key that repeats, the last counts.
  mutating func takeTag(_ bytes: UnsafeRawBufferPointer) throws(PeerFault) {
    let entry = try MapEntry(bytes)
    let name = try entry.key?.string("a tag's name") ?? ""
    self[name] = try entry.value?.string("the value of tag \"\(name)\"") ?? ""
  }
}
