/// Which types an operator takes, and what comes out: Kapacitor's table, with int and float mixed
/// in arithmetic as the one addition.
enum Pairing {
  static func result(
    _ operation: BinaryOperator, _ left: ValueKind, _ right: ValueKind
  ) -> ValueKind? {
    switch operation.family {
    case .math: math(operation, left, right)
    case .logical: left == .bool && right == .bool ? .bool : nil
    case .comparison: compares(operation, left, right) ? .bool : nil
    }
  }

  private static func isNumber(_ kind: ValueKind) -> Bool { kind == .int || kind == .float }

  private static func math(
    _ operation: BinaryOperator, _ left: ValueKind, _ right: ValueKind
  ) -> ValueKind? {
    if operation == .modulo { return left == .int && right == .int ? .int : nil }
    if isNumber(left), isNumber(right) { return left == right ? left : .float }
    switch operation {
    case .add where left == .string && right == .string: return .string
    case .add where left == .duration && right == .duration: return .duration
    case .subtract where left == .duration && right == .duration: return .duration
    case .multiply where left == .duration && isNumber(right): return .duration
    case .multiply where isNumber(left) && right == .duration: return .duration
    case .divide where left == .duration && isNumber(right): return .duration
    case .divide where left == .duration && right == .duration: return .int
    default: return nil
    }
  }

  private static func compares(
    _ operation: BinaryOperator, _ left: ValueKind, _ right: ValueKind
  ) -> Bool {
    switch operation {
    case .matches, .matchesNot: left == .string && right == .regex
    case .equal, .notEqual:
      isNumber(left) && isNumber(right)
        || left == right && (left == .string || left == .bool || left == .duration)
    default:
      isNumber(left) && isNumber(right)
        || left == right && (left == .string || left == .duration)
    }
  }

  static func mismatch(
    _ operation: BinaryOperator, _ left: ValueKind, _ right: ValueKind
  ) -> String {
    var message = "\(operation.symbol) cannot take \(left.name) and \(right.name)"
    if operation == .modulo, isNumber(left), isNumber(right) {
      message += "; mod() is for floats"
    } else if left == .time || right == .time {
      message += "; unixNano() makes an int of a time"
    } else if left != right {
      message += "; see bool(), int(), float(), string(), duration()"
    }
    return message
  }
}
