/// A batch begins: the points that follow belong to it, up to its End.
public struct BeginBatch: Sendable, Equatable {
  public var name: String
  public var group: String
  public var tags: OrderedMap<String>
  /// How many points to expect; 0 where that is not known.
  public var size: Int64
  /// Whether the batch is grouped by measurement too.
  public var byName: Bool

  public init(
    name: String = "", group: String = "", tags: OrderedMap<String> = [:], size: Int64 = 0,
    byName: Bool = false
  ) {
    self.name = name
    self.group = group
    self.tags = tags
    self.size = size
    self.byName = byName
  }
}

extension BeginBatch: WireMessage {
  public init(decoding bytes: UnsafeRawBufferPointer) throws(WireFault) {
    self.init()
    var reader = WireReader(bytes, in: .beginBatch)
    while let tag = try reader.nextTag() {
      switch (tag.number, tag.type) {
      case (1, .lengthDelimited): name = try reader.string()
      case (2, .lengthDelimited): group = try reader.string()
      case (3, .lengthDelimited): try reader.tagEntry(into: &tags, in: .beginBatch)
      case (4, .varint): size = try reader.int64()
      case (5, .varint): byName = try reader.bool()
      default: try reader.skip(tag)
      }
    }
  }

  public func encode<Sink: WireSink>(to sink: inout Sink) {
    sink.stringUnlessEmpty(1, name)
    sink.stringUnlessEmpty(2, group)
    sink.tagEntries(3, tags)
    sink.int64UnlessZero(4, size)
    sink.boolIfTrue(5, byName)
  }
}
