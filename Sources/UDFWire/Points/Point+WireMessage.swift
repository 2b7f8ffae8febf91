extension Point: WireMessage {
  public init(decoding bytes: UnsafeRawBufferPointer) throws(WireFault) {
    self.init()
    var reader = WireReader(bytes, in: .point)
    while true {
      let start = reader.position
      guard let tag = try reader.nextTag() else { return }
      switch (tag.number, tag.type) {
      case (PointField.time, .varint): timeNanoseconds = try reader.int64()
      case (PointField.name, .lengthDelimited): name = try reader.string()
      case (PointField.database, .lengthDelimited): database = try reader.string()
      case (PointField.retentionPolicy, .lengthDelimited): retentionPolicy = try reader.string()
      case (PointField.group, .lengthDelimited): group = try reader.string()
      case (PointField.dimensions, .lengthDelimited):
        try reader.checkRoom(in: dimensions.count, limit: WireLimits.maximumListElements)
        dimensions.append(try reader.string())
      case (PointField.tags, .lengthDelimited):
        try reader.tagEntry(into: &tags, in: .point)
      case (PointField.fieldsDouble, .lengthDelimited):
        try readField(from: &reader, .fixed64, missing: .double(0)) {
          (entry: inout WireReader) throws(WireFault) in .double(try entry.double())
        }
      case (PointField.fieldsInt, .lengthDelimited):
        try readField(from: &reader, .varint, missing: .int(0)) {
          (entry: inout WireReader) throws(WireFault) in .int(try entry.int64())
        }
      case (PointField.fieldsString, .lengthDelimited):
        try readField(from: &reader, .lengthDelimited, missing: .string("")) {
          (entry: inout WireReader) throws(WireFault) in .string(try entry.string())
        }
      case (PointField.fieldsBool, .lengthDelimited):
        try readField(from: &reader, .varint, missing: .bool(false)) {
          (entry: inout WireReader) throws(WireFault) in .bool(try entry.bool())
        }
      case (PointField.byName, .varint): byName = try reader.bool()
      default:
        try reader.skip(tag)
        unknownFields += UnsafeRawBufferPointer(start: start, count: reader.position - start)
      }
    }
  }

  private mutating func readField(
    from reader: inout WireReader, _ type: WireType, missing: FieldValue,
    value: (inout WireReader) throws(WireFault) -> FieldValue
  ) throws(WireFault) {
    try reader.checkRoom(in: fields.count, limit: WireLimits.maximumMapEntries)
    let entry = try reader.mapEntry(in: .point, valueType: type, value: value)
    let value = entry.value ?? missing
    if let present = fields[entry.key], present.mergeRank > value.mergeRank { return }
    fields[entry.key] = value
  }

  public func encode<Sink: WireSink>(to sink: inout Sink) {
    sink.int64UnlessZero(PointField.time, timeNanoseconds)
    sink.stringUnlessEmpty(PointField.name, name)
    sink.stringUnlessEmpty(PointField.database, database)
    sink.stringUnlessEmpty(PointField.retentionPolicy, retentionPolicy)
    sink.stringUnlessEmpty(PointField.group, group)
    for dimension in dimensions { sink.string(PointField.dimensions, dimension) }
    sink.tagEntries(PointField.tags, tags)
    for (name, value) in fields {
      let entry = FieldEntry(name: name, value: value)
      sink.message(entry.mapNumber, entry)
    }
    sink.boolIfTrue(PointField.byName, byName)
    unknownFields.withUnsafeBytes { sink.raw($0) }
  }
}
