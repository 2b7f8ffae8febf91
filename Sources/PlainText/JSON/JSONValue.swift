/// A JSON document in memory: what was read, or what is to be written.
///
/// Lists of numbers, which are nearly all of a model, are kept packed: 8 bytes for each number.
public enum JSONValue: Sendable, Equatable {
  case null
  case boolean(Bool)
  case integer(Int64)
  case number(Double)
  case string(String)
  case numbers([Double])
  case list([JSONValue])
  /// In the order written, names that come twice among them.
  case object([Member])

  public struct Member: Sendable, Equatable {
    public let name: String
    public let value: JSONValue

    public init(_ name: String, _ value: JSONValue) {
      self.name = name
      self.value = value
    }
  }

  /// Objects and lists within one another. CatBoost writes a tree's levels so.
  public static let maximumDepth = 256

  /// Counters beyond 2^63 do not come up; one that did would stay at its greatest.
  public static func count(_ value: UInt64) -> JSONValue { .integer(Int64(clamping: value)) }

  /// The first member of that name, in an object that has one.
  public subscript(_ name: String) -> JSONValue? { members.first { $0.name == name }?.value }

  /// Nothing where it is no object.
  public var members: [Member] {
    if case .object(let members) = self { members } else { [] }
  }

  /// Nothing where it is no list.
  public var elements: [JSONValue] {
    switch self {
    case .list(let elements): elements
    case .numbers(let numbers): numbers.map { .number($0) }
    default: []
    }
  }

  public var asString: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// An integer or a float, as the nearest float.
  public var asNumber: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }

  /// What it is, for error messages.
  public var kindName: String {
    switch self {
    case .null: "null"
    case .boolean: "a boolean"
    case .integer, .number: "a number"
    case .string: "a string"
    case .numbers, .list: "a list"
    case .object: "an object"
    }
  }
}
