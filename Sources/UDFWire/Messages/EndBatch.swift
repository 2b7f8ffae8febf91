/// A batch ends. Kapacitor takes the batch's name, tags and time from here.
public struct EndBatch: Sendable, Equatable {
  public var name: String
  public var group: String
  /// The batch's time: nanoseconds since 1970-01-01T00:00:00Z.
  public var maximumTimeNanoseconds: Int64
  public var tags: OrderedMap<String>
  public var byName: Bool

  public init(
    name: String = "", group: String = "", maximumTimeNanoseconds: Int64 = 0,
    tags: OrderedMap<String> = [:], byName: Bool = false
  ) {
    self.name = name
    self.group = group
    self.maximumTimeNanoseconds = maximumTimeNanoseconds
    self.tags = tags
    self.byName = byName
  }

  /// The end that belongs to `begin`.
  public init(of begin: BeginBatch, maximumTimeNanoseconds: Int64) {
    self.init(
      name: begin.name, group: begin.group, maximumTimeNanoseconds: maximumTimeNanoseconds,
      tags: begin.tags, byName: begin.byName)
  }
}

extension EndBatch: WireMessage {
  public init(decoding bytes: UnsafeRawBufferPointer) throws(WireFault) {
    self.init()
    var reader = WireReader(bytes, in: .endBatch)
    while let tag = try reader.nextTag() {
      switch (tag.number, tag.type) {
      case (1, .lengthDelimited): name = try reader.string()
      case (2, .lengthDelimited): group = try reader.string()
      case (3, .varint): maximumTimeNanoseconds = try reader.int64()
      case (4, .lengthDelimited): try reader.tagEntry(into: &tags, in: .endBatch)
      case (5, .varint): byName = try reader.bool()
      default: try reader.skip(tag)
      }
    }
  }

  public func encode<Sink: WireSink>(to sink: inout Sink) {
    sink.stringUnlessEmpty(1, name)
    sink.stringUnlessEmpty(2, group)
    sink.int64UnlessZero(3, maximumTimeNanoseconds)
    sink.tagEntries(4, tags)
    sink.boolIfTrue(5, byName)
  }
}
