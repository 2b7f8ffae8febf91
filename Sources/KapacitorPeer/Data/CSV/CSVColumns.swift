/// The columns of a CSV file that is being written: the time, then tags, then fields, each in the order it turned up.
struct CSVColumns: Equatable {
  private(set) var tags: [String] = []
  private(set) var fields: [String] = []
  private var tagPlaces: [String: Int] = [:]
  private var fieldPlaces: [String: Int] = [:]

  static let timeName = "time"

  /// Takes in what a sample has; true when a column was new.
  mutating func take(_ sample: Sample) -> Bool {
    let before = tags.count + fields.count
    for tag in sample.tags where tagPlaces[tag.name] == nil {
      tagPlaces[tag.name] = tags.count
      tags.append(tag.name)
    }
    for field in sample.fields where fieldPlaces[field.name] == nil {
      fieldPlaces[field.name] = fields.count
      fields.append(field.name)
    }
    return tags.count + fields.count > before
  }

  /// The header. A field that is called as a tag or as the time gets `_1` behind its name, as InfluxDB does.
  var header: [String] {
    var names = [Self.timeName]
    for name in tags + fields {
      var unique = name
      var suffix = 0
      while names.contains(unique) {
        suffix += 1
        unique = "\(name)_\(suffix)"
      }
      names.append(unique)
    }
    return names
  }

  /// A sample's values in the order of the header; nil where it has none.
  func row(_ sample: Sample, timeFormat: TimeFormat) -> [String?] {
    var row = [String?](repeating: nil, count: 1 + tags.count + fields.count)
    row[0] = timeFormat.format(sample.timeNanoseconds)
    for tag in sample.tags { row[1 + tagPlaces[tag.name]!] = tag.value }
    for field in sample.fields {
      row[1 + tags.count + fieldPlaces[field.name]!] = Self.text(field)
    }
    return row
  }

  /// Where each of an earlier, smaller set of columns stands in this one.
  func places(of earlier: CSVColumns) -> [Int] {
    [0] + earlier.tags.map { 1 + tagPlaces[$0]! }
      + earlier.fields.map { 1 + tags.count + fieldPlaces[$0]! }
  }

  private static func text(_ field: Sample.Field) -> String {
    switch field.value {
    case .double(let value): "\(value)"
    case .int(let value): "\(value)"
    case .bool(let value): value ? "true" : "false"
    case .string(let value): value
    }
  }
}
