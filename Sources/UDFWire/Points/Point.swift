/// A point in owned memory, for handlers that build or rebuild points.
///
/// Those that only read some fields and set others are served much faster by `PointView`,
/// `FieldReadings` and `PointEdits`.
public struct Point: Sendable, Equatable {
  /// Nanoseconds since 1970-01-01T00:00:00Z.
  public var timeNanoseconds: Int64
  /// The measurement. Empty in a batch, whose name its Begin carries.
  public var name: String
  public var database: String
  public var retentionPolicy: String
  /// Kapacitor's key of the group: it computes its own from name, dimensions and tags when a point
  /// comes back.
  public var group: String
  /// The tags that the stream is grouped by.
  public var dimensions: [String]
  public var tags: OrderedMap<String>
  /// All fields, whatever map they came in. Of a name that came in several maps, Kapacitor's rule
  /// keeps one: bool before double before int before string.
  public var fields: OrderedMap<FieldValue>
  /// Whether the stream is grouped by measurement too.
  public var byName: Bool
  /// Encoded fields of a later version of the protocol, kept as they came.
  public var unknownFields: [UInt8]

  public init(
    timeNanoseconds: Int64 = 0, name: String = "", database: String = "",
    retentionPolicy: String = "", group: String = "", dimensions: [String] = [],
    tags: OrderedMap<String> = [:], fields: OrderedMap<FieldValue> = [:], byName: Bool = false,
    unknownFields: [UInt8] = []
  ) {
    self.timeNanoseconds = timeNanoseconds
    self.name = name
    self.database = database
    self.retentionPolicy = retentionPolicy
    self.group = group
    self.dimensions = dimensions
    self.tags = tags
    self.fields = fields
    self.byName = byName
    self.unknownFields = unknownFields
  }
}
