import UDFWire

/// One use of a UDF in a TICKscript: `@name().option('value')`.
struct UDFCall: Equatable {
  struct Mention: Equatable {
    let option: String
    /// The types of its values; nil of one that cannot be told from the script.
    let types: [ValueType?]
    let line: Int
  }

  let udf: String
  let line: Int
  let mentions: [Mention]

  /// All calls of a script, in its order.
  static func calls(in script: String) -> [UDFCall] {
    var reader = UDFCallReader(TICKToken.tokens(of: script))
    return reader.calls()
  }
}

private struct UDFCallReader {
  private let tokens: [(token: TICKToken, line: Int)]
  private var position = 0
  /// What `var name = literal` says.
  private var variables: [String: ValueType] = [:]

  init(_ tokens: [(token: TICKToken, line: Int)]) { self.tokens = tokens }

  private func token(_ offset: Int = 0) -> TICKToken? {
    position + offset < tokens.count ? tokens[position + offset].token : nil
  }

  mutating func calls() -> [UDFCall] {
    var calls: [UDFCall] = []
    while let current = token() {
      if current == .name("var"), case .name(let name)? = token(1), token(2) == .symbol("=") {
        position += 3
        let isNegative = token() == .symbol("-")
        // A variable that is more than a literal has no type that can be told here.
        let type = type(of: token(isNegative ? 1 : 0))
        if let type { variables[name] = type }
      } else if current == .symbol("@"), case .name(let name)? = token(1) {
        let line = tokens[position].line
        position += 2
        _ = arguments()
        calls.append(UDFCall(udf: name, line: line, mentions: mentions()))
      } else {
        position += 1
      }
    }
    return calls
  }

  private mutating func mentions() -> [UDFCall.Mention] {
    var mentions: [UDFCall.Mention] = []
    while token() == .symbol("."), case .name(let name)? = token(1), token(2) == .symbol("(") {
      let line = tokens[position + 1].line
      position += 2
      mentions.append(UDFCall.Mention(option: name, types: arguments(), line: line))
    }
    return mentions
  }

  /// The types of what stands between the brackets, which are passed.
  private mutating func arguments() -> [ValueType?] {
    guard token() == .symbol("(") else { return [] }
    position += 1
    var arguments: [[TICKToken]] = [[]]
    var depth = 0
    while let current = token() {
      position += 1
      if current == .symbol(")"), depth == 0 { break }
      if current == .symbol(","), depth == 0 {
        arguments.append([])
        continue
      }
      if current == .symbol("(") { depth += 1 }
      if current == .symbol(")") { depth -= 1 }
      arguments[arguments.count - 1].append(current)
    }
    return arguments == [[]] ? [] : arguments.map(type(of:))
  }

  private func type(of argument: [TICKToken]) -> ValueType? {
    let literal = argument.first == .symbol("-") ? argument.dropFirst() : argument[...]
    return literal.count == 1 ? type(of: literal.first) : nil
  }

  private func type(of token: TICKToken?) -> ValueType? {
    switch token {
    case .string: .string
    case .int: .int
    case .float: .double
    case .duration: .duration
    case .name("TRUE"), .name("FALSE"): .bool
    case .name(let name): variables[name]
    case .symbol, nil: nil
    }
  }
}
