import UDFWire

extension Point {
  /// A stream point about a whole batch: name and tags are the batch's, the dimensions its tag keys in
  /// order, the time its latest unless another is given. Database and retention policy stay empty, so
  /// that an `influxDBOut` behind the UDF has to name them.
  public init(
    of batch: EndBatch, fields: OrderedMap<FieldValue>, timeNanoseconds: Int64? = nil
  ) {
    self.init(
      timeNanoseconds: timeNanoseconds ?? batch.maximumTimeNanoseconds, name: batch.name,
      dimensions: batch.tags.keys.sorted(), tags: batch.tags, fields: fields, byName: batch.byName)
  }
}
