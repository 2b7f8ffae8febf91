/// The value of a point's field.
public enum FieldValue: Sendable {
  case double(Double)
  case int(Int64)
  case string(String)
  case bool(Bool)
}

extension FieldValue: Equatable {
  /// Same type and value. NaN equals NaN, so that a point equals its own copy; strings are compared
  /// by their bytes.
  public static func == (left: FieldValue, right: FieldValue) -> Bool {
    switch (left, right) {
    case (.double(let left), .double(let right)): left == right || (left.isNaN && right.isNaN)
    case (.int(let left), .int(let right)): left == right
    case (.string(let left), .string(let right)): NameBytes(left) == NameBytes(right)
    case (.bool(let left), .bool(let right)): left == right
    default: false
    }
  }
}

extension FieldValue: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByStringLiteral, ExpressibleByBooleanLiteral
{
  public init(floatLiteral value: Double) { self = .double(value) }
  public init(integerLiteral value: Int64) { self = .int(value) }
  public init(stringLiteral value: String) { self = .string(value) }
  public init(booleanLiteral value: Bool) { self = .bool(value) }
}

extension FieldValue {
  /// The value as a number: doubles and integers serve, strings and booleans do not.
  public var number: Double? {
    switch self {
    case .double(let value): value
    case .int(let value): Double(value)
    case .string, .bool: nil
    }
  }

  /// Kapacitor merges a point's four maps into one in the order string, int, double, bool, later
  /// ones winning.
  var mergeRank: Int {
    switch self {
    case .string: 1
    case .int: 2
    case .double: 3
    case .bool: 4
    }
  }
}
