/// Where an encoded message goes. Each message describes its encoding once, to a sink; one sink
/// counts, the other writes, so that the length written in front of a message can never differ from
/// what follows.
public protocol WireSink {
  mutating func varint(_ value: UInt64)
  mutating func fixed64(_ value: UInt64)
  mutating func raw(_ bytes: UnsafeRawBufferPointer)
}

extension WireSink {
  @inline(__always)
  mutating func tag(_ number: Int, _ type: WireType) { varint(WireTag(number, type).encoded) }

  mutating func utf8(_ string: String) {
    var string = string
    string.withUTF8 { raw(UnsafeRawBufferPointer($0)) }
  }

  /// A string field, written even when empty: an entry's key, a list's element.
  mutating func string(_ number: Int, _ value: String) {
    tag(number, .lengthDelimited)
    varint(UInt64(value.utf8.count))
    utf8(value)
  }

  /// The default value of a field outside of a oneof is not written, as proto3 has it.
  mutating func stringUnlessEmpty(_ number: Int, _ value: String) {
    if !value.utf8.isEmpty { string(number, value) }
  }

  mutating func bytes(_ number: Int, _ value: [UInt8]) {
    tag(number, .lengthDelimited)
    varint(UInt64(value.count))
    value.withUnsafeBytes { raw($0) }
  }

  mutating func int64(_ number: Int, _ value: Int64) {
    tag(number, .varint)
    varint(UInt64(bitPattern: value))
  }

  mutating func int64UnlessZero(_ number: Int, _ value: Int64) {
    if value != 0 { int64(number, value) }
  }

  mutating func bool(_ number: Int, _ value: Bool) {
    tag(number, .varint)
    varint(value ? 1 : 0)
  }

  mutating func boolIfTrue(_ number: Int, _ value: Bool) {
    if value { bool(number, value) }
  }

  mutating func double(_ number: Int, _ value: Double) {
    tag(number, .fixed64)
    fixed64(value.bitPattern)
  }

  /// A nested message or map entry: counted first, then written behind its length.
  mutating func message<Message: WireEncodable>(_ number: Int, _ value: Message) {
    tag(number, .lengthDelimited)
    varint(UInt64(value.encodedByteCount))
    value.encode(to: &self)
  }

  mutating func tagEntries(_ number: Int, _ map: OrderedMap<String>) {
    for (name, value) in map { message(number, StringEntry(key: name, value: value)) }
  }
}
