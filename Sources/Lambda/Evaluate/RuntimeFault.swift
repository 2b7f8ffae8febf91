/// What can go wrong in an expression whose types are right.
enum RuntimeFault: UInt8, Sendable {
  case none
  case divisionByZero
  case notBool, notInt, notFloat, notDuration
  case substringOutOfRange
  case textTooLong

  func message(_ detail: String) -> String {
    switch self {
    case .none: "no fault"
    case .divisionByZero: "division of an int by zero"
    case .notBool: "\(detail) cannot be converted to a bool"
    case .notInt: "\(detail) cannot be converted to an int"
    case .notFloat: "\(detail) cannot be converted to a float"
    case .notDuration: "\(detail) cannot be converted to a duration"
    case .substringOutOfRange: "start or stop of strSubstring lies outside of the string"
    case .textTooLong:
      "the strings computed exceed \(LambdaLimits.maximumTextArenaBytes) bytes"
    }
  }
}
