import UDFWire

/// Which tags a replayed stream is grouped by: `|groupBy(...)` of a TICKscript.
public enum Grouping: Sendable, Equatable {
  /// `groupBy(*)`: every tag that a point has, in the order of their names.
  case allTags
  case tags([String])
}

/// Makes Kapacitor's points of samples: with database, retention policy and group.
struct PointShaper {
  let database: String
  let retentionPolicy: String
  let grouping: Grouping

  func point(_ sample: Sample) -> Point {
    var point = Point(
      timeNanoseconds: sample.timeNanoseconds, name: sample.measurement, database: database,
      retentionPolicy: retentionPolicy)
    for tag in sample.tags { point.tags[tag.name] = tag.value }
    for field in sample.fields { point.fields[field.name] = field.value }
    switch grouping {
    case .allTags: point.dimensions = point.tags.map(\.name).sorted()
    case .tags(let names): point.dimensions = names
    }
    point.group = Self.group(point.dimensions, point.tags)
    return point
  }

  /// Kapacitor's key of a group (`models.ToGroupID`): `tag=value` pairs with commas between; of a tag that the point does
  /// not have, an empty value.
  private static func group(_ dimensions: [String], _ tags: OrderedMap<String>) -> String {
    dimensions.map { "\($0)=\(tags[$0] ?? "")" }.joined(separator: ",")
  }
}
