/// A JSON or UBJSON document in memory.
///
/// Lists of numbers, which are nearly all of a model, are kept packed: 8 bytes for each number.
enum JSONValue: Sendable {
  case null
  case boolean(Bool)
  case number(Double)
  case string(String)
  case numbers([Double])
  case list([JSONValue])
  case object([Member])

  struct Member: Sendable {
    var name: String
    var value: JSONValue
  }

  /// Objects and lists within one another. CatBoost writes a tree's levels so.
  static let maximumDepth = 256

  /// What it is, for error messages.
  var kindName: String {
    switch self {
    case .null: "null"
    case .boolean: "a boolean"
    case .number: "a number"
    case .string: "a string"
    case .numbers, .list: "a list"
    case .object: "an object"
    }
  }
}
