/// TICKscript's binary operators.
enum BinaryOperator: UInt8, Sendable {
  case add, subtract, multiply, divide, modulo
  case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
  case matches, matchesNot
  case and, or

  enum Family { case math, comparison, logical }

  var family: Family {
    switch self {
    case .add, .subtract, .multiply, .divide, .modulo: .math
    case .and, .or: .logical
    default: .comparison
    }
  }

  /// The higher, the tighter; all are left-associative.
  var precedence: Int {
    switch self {
    case .or: 0
    case .and: 1
    case .equal, .notEqual, .matches, .matchesNot: 2
    case .less, .lessOrEqual, .greater, .greaterOrEqual: 3
    case .add, .subtract: 4
    case .multiply, .divide, .modulo: 5
    }
  }

  var symbol: String {
    switch self {
    case .add: "+"
    case .subtract: "-"
    case .multiply: "*"
    case .divide: "/"
    case .modulo: "%"
    case .equal: "=="
    case .notEqual: "!="
    case .less: "<"
    case .lessOrEqual: "<="
    case .greater: ">"
    case .greaterOrEqual: ">="
    case .matches: "=~"
    case .matchesNot: "!~"
    case .and: "AND"
    case .or: "OR"
    }
  }
}
