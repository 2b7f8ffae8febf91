/// Single values: Python's own, or NumPy's scalars.
enum PickleNumber {
  static func double(_ document: PickleDocument, _ id: PickleID) throws(ModelError) -> Double? {
    switch document[id] {
    case .number(let value): value
    case .integer(let value): Double(value)
    case .boolean(let value): value ? 1 : 0
    case .object: try scalar(document, id)?.doubles()?.first
    default: nil
    }
  }

  static func integer(_ document: PickleDocument, _ id: PickleID) throws(ModelError) -> Int64? {
    switch document[id] {
    case .integer(let value): value
    case .boolean(let value): value ? 1 : 0
    case .object: try scalar(document, id)?.integers()?.first
    default: nil
    }
  }

  static func label(_ document: PickleDocument, _ id: PickleID) throws(ModelError) -> ClassLabel? {
    switch document[id] {
    case .number(let value): .number(value)
    case .integer(let value): .integer(value)
    case .boolean(let value): .boolean(value)
    case .string: document.string(id).map { .string($0) }
    case .object: try scalar(document, id)?.labels()?.first
    default: nil
    }
  }

  /// `numpy.core.multiarray.scalar(dtype, bytes)`, or an array of one element.
  private static func scalar(
    _ document: PickleDocument, _ id: PickleID
  ) throws(ModelError) -> NumpyArray? {
    guard let object = document.object(id) else { return nil }
    if object.type.role == .scalarMaker {
      guard let arguments = document.elements(object.arguments), arguments.count == 2 else {
        return nil
      }
      return try NumpyArray(scalar: arguments[1], type: arguments[0], document)
    }
    switch object.type.role {
    case .arrayMaker, .arrayFromBuffer, .joblibArray:
      let array = try NumpyArray(document, id)
      return array.count == 1 ? array : nil
    default: return nil
    }
  }
}
