import PlainText

/// What an array's elements are, as `numpy.dtype` describes itself in a pickle.
struct NumpyType: Sendable {
  enum Kind: Equatable {
    case float
    case signed
    case unsigned
    case boolean
    /// UTF-32, padded with zeros.
    case text
    /// Bytes, padded with zeros.
    case bytes
    /// References to other values: the data is a list, or a pickle of its own.
    case object
    case record
  }

  struct Field {
    var name: String
    var offset: Int
    var type: NumpyType
  }

  var kind: Kind
  var itemBytes: Int
  var isBigEndian: Bool
  /// The fields of a record.
  var fields: [Field] = []

  /// Records within records: nothing that scikit-learn saves has any.
  private static let nestingLimit = 4
  private static let fieldLimit = 64

  /// Reads `dtype('f8', False, True)` with its state.
  init(_ document: PickleDocument, _ id: PickleID, nesting: Int = 0) throws(ModelError) {
    try document.pay(16)
    guard let object = document.object(id), object.type.role == .elementType,
      let code = document.elements(object.arguments)?.first.flatMap(document.string)
    else { throw NumpyType.damaged("an element type is \(document.describe(id))") }
    let state = object.state.flatMap(document.elements) ?? []
    let order = state.count > 1 ? document.string(state[1]) ?? "|" : "|"
    isBigEndian = order == ">"
    guard let first = code.utf8.first, let bytes = Int(code.dropFirst()), bytes >= 0,
      bytes <= 1 << 30
    else { throw NumpyType.unsupported(code) }
    itemBytes = bytes
    switch first {
    case UInt8(ascii: "f") where [2, 4, 8].contains(bytes): kind = .float
    case UInt8(ascii: "i") where [1, 2, 4, 8].contains(bytes): kind = .signed
    case UInt8(ascii: "u") where [1, 2, 4, 8].contains(bytes): kind = .unsigned
    case UInt8(ascii: "b") where bytes == 1: kind = .boolean
    case UInt8(ascii: "U"):
      kind = .text
      itemBytes = bytes * 4
    case UInt8(ascii: "S"): kind = .bytes
    case UInt8(ascii: "O"):
      kind = .object
      itemBytes = 8
    case UInt8(ascii: "V"):
      kind = .record
      try readFields(document, state, nesting: nesting)
    default: throw NumpyType.unsupported(code)
    }
  }

  private mutating func readFields(
    _ document: PickleDocument, _ state: [PickleID], nesting: Int
  ) throws(ModelError) {
    guard nesting < NumpyType.nestingLimit, state.count >= 6,
      let names = document.elements(state[3]), let entries = document.entries(state[4]),
      names.count <= NumpyType.fieldLimit, entries.count <= 2 * NumpyType.fieldLimit
    else { throw NumpyType.unsupported("V\(itemBytes)") }
    for index in stride(from: 0, to: entries.count - 1, by: 2) {
      guard let name = document.string(entries[index]),
        let description = document.elements(entries[index + 1]), description.count >= 2,
        case .integer(let offset) = document[description[1]]
      else { throw NumpyType.damaged("a record's field has no type and offset") }
      let type = try NumpyType(document, description[0], nesting: nesting + 1)
      guard offset >= 0, offset <= itemBytes - type.itemBytes else {
        throw NumpyType.damaged("the field \(OneLine.quoting(name)) lies outside of its record")
      }
      fields.append(Field(name: name, offset: Int(offset), type: type))
    }
  }

  func field(_ name: StaticString) -> Field? {
    fields.first { $0.name == "\(name)" }
  }

  private static func damaged(_ cause: String) -> ModelError {
    ModelError(.damaged, cause: cause, remedy: "save the model again", position: "numpy.dtype")
  }

  private static func unsupported(_ code: String) -> ModelError {
    ModelError(
      .unsupported, cause: "holds an array of \(OneLine.quoting(code)), which no model needs",
      remedy: "train on float64 and save again", position: "numpy.dtype")
  }
}
