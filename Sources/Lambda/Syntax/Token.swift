/// One word of an expression.
struct Token: Sendable {
  enum Kind: Sendable, Equatable {
    case float(Double)
    case int(Int64)
    case duration(nanoseconds: Int64)
    case string(String)
    case reference(String)
    case regex(String)
    case identifier(String)
    case boolean(Bool)
    case binary(BinaryOperator)
    case not
    case leftParenthesis, rightParenthesis, comma, dot
    case end
    /// The text went wrong here; the parser reports it when it gets here.
    case fault(String)
  }

  let kind: Kind
  let place: SourcePlace

  /// What a message calls this token.
  var name: String {
    switch kind {
    case .float, .int: "a number"
    case .duration: "a duration"
    case .string: "a string"
    case .reference(let name): "field \"\(name)\""
    case .regex: "a regular expression"
    case .identifier(let name): name
    case .boolean(let value): value ? "TRUE" : "FALSE"
    case .binary(let binary): binary.symbol
    case .not: "!"
    case .leftParenthesis: "("
    case .rightParenthesis: ")"
    case .comma: ","
    case .dot: "."
    case .end: "end of the expression"
    case .fault(let message): message
    }
  }
}
