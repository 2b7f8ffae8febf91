/// One entry of the map that holds fields of its value's type.
struct FieldEntry: WireEncodable {
  let name: String
  let value: FieldValue

  /// The number of the map in `Point`.
  var mapNumber: Int {
    switch value {
    case .double: PointField.fieldsDouble
    case .int: PointField.fieldsInt
    case .string: PointField.fieldsString
    case .bool: PointField.fieldsBool
    }
  }

  func encode<Sink: WireSink>(to sink: inout Sink) {
    sink.string(1, name)
    switch value {
    case .double(let value): sink.double(2, value)
    case .int(let value): sink.int64(2, value)
    case .string(let value): sink.string(2, value)
    case .bool(let value): sink.bool(2, value)
    }
  }
}
