/// Builds the tree of an expression by TICKscript's precedence.
struct Parser {
  private let tokens: [Token]
  private var position = 0
  private var nodes: [SyntaxNode] = []
  /// Open parentheses, calls and signs: bounds this parser's own recursion.
  private var nesting = 0

  private init(_ tokens: [Token]) {
    self.tokens = tokens
  }

  static func tree(of text: String) throws(LambdaError) -> [SyntaxNode] {
    var parser = Parser(Lexer.tokens(of: text))
    _ = try parser.expression()
    guard case .end = parser.look.kind else {
      throw parser.unexpected("an operator or the end")
    }
    return parser.nodes
  }

  private var look: Token { tokens[position] }

  private mutating func take() -> Token {
    let token = tokens[position]
    // The last token is .end or .fault, which stays.
    if position + 1 < tokens.count { position += 1 }
    return token
  }

  private func unexpected(_ expected: String) -> LambdaError {
    if case .fault(let message) = look.kind { return LambdaError(at: look.place, message) }
    let hint =
      switch look.kind {
      case .identifier("and"), .identifier("or"), .identifier("not"):
        " (AND and OR are written in capitals, NOT is !)"
      default: ""
      }
    return LambdaError(at: look.place, "unexpected \(look.name)\(hint)", expected: expected)
  }

  private mutating func add(
    _ kind: SyntaxNode.Kind, at place: SourcePlace, depth: Int = 1
  ) throws(LambdaError) -> Int {
    guard nodes.count < LambdaLimits.maximumNodes else {
      throw LambdaError(
        at: place, "the expression has more than \(LambdaLimits.maximumNodes) parts")
    }
    guard depth <= LambdaLimits.maximumDepth else {
      throw LambdaError(
        at: place, "the expression nests deeper than \(LambdaLimits.maximumDepth) levels")
    }
    nodes.append(SyntaxNode(kind: kind, place: place, depth: depth))
    return nodes.count - 1
  }

  private mutating func nested<Result>(
    at place: SourcePlace, _ body: (inout Parser) throws(LambdaError) -> Result
  ) throws(LambdaError) -> Result {
    nesting += 1
    defer { nesting -= 1 }
    guard nesting <= LambdaLimits.maximumDepth else {
      throw LambdaError(
        at: place, "the expression nests deeper than \(LambdaLimits.maximumDepth) levels")
    }
    return try body(&self)
  }

  private mutating func expression() throws(LambdaError) -> Int {
    try operators(after: primary(), minimum: 0)
  }

  /// Operator precedence parsing; the recursion is at most one level per precedence.
  private mutating func operators(after first: Int, minimum: Int) throws(LambdaError) -> Int {
    var left = first
    while case .binary(let binary) = look.kind, binary.precedence >= minimum {
      let place = take().place
      var right = try primary()
      while case .binary(let next) = look.kind, next.precedence > binary.precedence {
        right = try operators(after: right, minimum: next.precedence)
      }
      left = try add(
        .binary(binary, left: left, right: right), at: place,
        depth: 1 + max(nodes[left].depth, nodes[right].depth))
    }
    return left
  }

  private mutating func primary() throws(LambdaError) -> Int {
    let place = look.place
    switch look.kind {
    case .int(let value): return try leaf(.constant(.int(value)))
    case .float(let value): return try leaf(.constant(.float(value)))
    case .string(let value): return try leaf(.constant(.string(value)))
    case .boolean(let value): return try leaf(.constant(.bool(value)))
    case .duration(let value): return try leaf(.constant(.duration(nanoseconds: value)))
    case .regex(let pattern): return try leaf(.regex(pattern))
    case .reference(let name): return try leaf(.reference(name))
    case .identifier(let name):
      _ = take()
      return try identifierOrCall(name, at: place)
    case .leftParenthesis:
      _ = take()
      let inner = try nested(at: place) { parser throws(LambdaError) in
        try parser.expression()
      }
      guard case .rightParenthesis = look.kind else { throw unexpected("an operator or )") }
      _ = take()
      return inner
    case .binary(.subtract), .not:
      let operation: UnaryOperator = take().kind == .not ? .not : .minus
      let operand = try nested(at: place) { parser throws(LambdaError) in
        try parser.primary()
      }
      return try add(.unary(operation, operand), at: place, depth: 1 + nodes[operand].depth)
    default:
      throw unexpected(
        "a number, a string, a duration, a \"field\", a name, TRUE, FALSE, (, - or !")
    }
  }

  private mutating func leaf(_ kind: SyntaxNode.Kind) throws(LambdaError) -> Int {
    try add(kind, at: take().place)
  }

  private mutating func identifierOrCall(
    _ first: String, at place: SourcePlace
  ) throws(LambdaError) -> Int {
    var name = first
    while case .dot = look.kind {
      _ = take()
      guard case .identifier(let part) = look.kind else { throw unexpected("a name after the dot") }
      _ = take()
      name += "." + part
    }
    guard case .leftParenthesis = look.kind else { return try add(.identifier(name), at: place) }
    _ = take()
    var arguments: [Int] = []
    var depth = 0
    while look.kind != .rightParenthesis {
      let argument = try nested(at: place) { parser throws(LambdaError) in
        try parser.expression()
      }
      arguments.append(argument)
      depth = max(depth, nodes[argument].depth)
      guard case .comma = look.kind else { break }
      _ = take()
    }
    guard case .rightParenthesis = look.kind else { throw unexpected("an operator, a comma or )") }
    _ = take()
    return try add(.call(name: name, arguments: arguments), at: place, depth: depth + 1)
  }
}
