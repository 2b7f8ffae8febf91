/// The types of the language. A name whose field a point does not have is of type missing.
public enum ValueKind: UInt8, Sendable {
  case missing, float, int, bool, string, duration, time, regex

  /// As messages name it.
  public var name: String {
    switch self {
    case .missing: "missing"
    case .float: "float"
    case .int: "int"
    case .bool: "bool"
    case .string: "string"
    case .duration: "duration"
    case .time: "time"
    case .regex: "regex"
    }
  }

  /// Strings take two words (address, length), all others one.
  var words: Int { self == .string ? 2 : 1 }
}
