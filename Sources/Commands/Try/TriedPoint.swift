import KapacitorPeer
import KapacitorUDF
import KapacitorUDFTesting
import Lambda
import UDFWire

/// Points as a task that is grouped by all tags would have them.
enum TriedPoint {
  static func point(_ sample: Sample) -> Point {
    var fields: OrderedMap<FieldValue> = [:]
    for field in sample.fields { fields[field.name] = field.value }
    var tags: OrderedMap<String> = [:]
    for tag in sample.tags { tags[tag.name] = tag.value }
    return .point(
      fields: fields, tags: tags, timeNanoseconds: sample.timeNanoseconds,
      name: sample.measurement)
  }

  static func point(_ argument: PointArgument) -> Point {
    var fields: OrderedMap<FieldValue> = [:]
    for (name, value) in argument.fields.sorted(by: { $0.key < $1.key }) {
      switch value {
      case .float(let number): fields[name] = .double(number)
      case .int(let number): fields[name] = .int(number)
      case .bool(let flag): fields[name] = .bool(flag)
      default: fields[name] = .string(value.description)
      }
    }
    var tags: OrderedMap<String> = [:]
    for (name, value) in argument.tags.sorted(by: { $0.key < $1.key }) { tags[name] = value }
    return .point(
      fields: fields, tags: tags, timeNanoseconds: argument.timeNanoseconds, name: "try")
  }

  /// What the UDF tells of itself, as it would to Kapacitor.
  static func response(_ info: UDFInfo) -> InfoResponse {
    var options: OrderedMap<OptionInfo> = [:]
    for option in info.options { options[option.name] = OptionInfo(valueTypes: option.types) }
    return InfoResponse(wants: info.wants, provides: info.provides, options: options)
  }
}
