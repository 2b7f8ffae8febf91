import UDFWire

extension PointBlock {
  /// Points of a file: the first `usualCount`, or the whole file as often as it takes.
  ///
  /// - Throws: what is wrong with the file, and `DataError` where it has no points.
  public init(reading reader: any SampleReader, batch: Int? = nil) throws(DataError) {
    let shaper = PointShaper(
      database: "db", retentionPolicy: "autogen", grouping: batch == nil ? .allTags : .tags([]))
    var points: [Point] = []
    while points.count < Self.usualCount, let sample = try reader.next() {
      points.append(shaper.point(sample))
    }
    guard let first = points.first else {
      throw DataError(
        source: "the file", line: nil, column: nil, cause: "has no points", remedy: nil)
    }
    // A batch has the tags of one group.
    if batch != nil { points = points.filter { $0.tags == first.tags } }
    let once = points
    while points.count < Self.usualCount {
      points += once.prefix(Self.usualCount - points.count)
    }
    self.init(points, batch: batch)
  }
}
