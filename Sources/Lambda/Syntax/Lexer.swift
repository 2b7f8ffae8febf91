/// Cuts an expression into tokens, by the rules of TICKscript's own lexer.
///
/// Where Kapacitor's lexer refuses a text that can only mean one thing, this one reads it:
/// exponents (`1e3`), durations of several units (`1h30m`), comments after an operand, and
/// regular expressions that begin with a character beyond ASCII.
struct Lexer {
  private let scalars: [Unicode.Scalar]
  private var position = 0
  private var line = 1
  private var lineStart = 0
  private var tokens: [Token] = []
  /// Whether an operand comes next: then `-` is a sign and `/` begins a regular expression.
  private var wantsOperand = true

  private init(_ text: String) {
    scalars = Array(text.unicodeScalars)
  }

  /// All tokens, closed by `.end` or by the `.fault` where reading stopped.
  static func tokens(of text: String) -> [Token] {
    guard text.utf8.count <= LambdaLimits.maximumTextBytes else {
      let limit = LambdaLimits.maximumTextBytes
      return [
        Token(
          kind: .fault("the expression has \(text.utf8.count) bytes, more than \(limit)"),
          place: SourcePlace(line: 1, column: 1))
      ]
    }
    var lexer = Lexer(text)
    lexer.run()
    return lexer.tokens
  }

  private mutating func run() {
    while true {
      skipSpaceAndComments()
      let place = here
      let kind = next()
      tokens.append(Token(kind: kind, place: place))
      switch kind {
      case .end, .fault: return
      case .binary, .not, .leftParenthesis, .comma: wantsOperand = true
      default: wantsOperand = false
      }
    }
  }

  private var here: SourcePlace {
    SourcePlace(line: line, column: position - lineStart + 1)
  }

  private var current: Unicode.Scalar? {
    position < scalars.count ? scalars[position] : nil
  }

  private func peek(_ offset: Int = 1) -> Unicode.Scalar? {
    position + offset < scalars.count ? scalars[position + offset] : nil
  }

  /// Moves on by one character, keeping count of lines.
  private mutating func advance() {
    if scalars[position] == "\n" {
      line += 1
      lineStart = position + 1
    }
    position += 1
  }

  private mutating func skipSpaceAndComments() {
    while let scalar = current {
      if CharacterClass.isSpace(scalar) {
        advance()
      } else if scalar == "/", peek() == "/", !followsMatch {
        while let scalar = current, scalar != "\n" {
          _ = scalar
          advance()
        }
      } else {
        return
      }
    }
  }

  /// `"s" =~ //` is a match against the empty regular expression, not a comment.
  private var followsMatch: Bool {
    switch tokens.last?.kind {
    case .binary(.matches), .binary(.matchesNot): true
    default: false
    }
  }

  private mutating func next() -> Token.Kind {
    guard let scalar = current else { return .end }
    switch scalar {
    case "(": return single(.leftParenthesis)
    case ")": return single(.rightParenthesis)
    case ",": return single(.comma)
    case "\"": return reference()
    case "'": return string()
    case "-", "+", "*", "%", "=", "!", "<", ">": return symbol(scalar)
    case "/": return wantsOperand ? regex() : single(.binary(.divide))
    case ".":
      guard let digit = peek(), CharacterClass.isDigit(digit) else { return single(.dot) }
      return number()
    default: break
    }
    if CharacterClass.isDigit(scalar) { return number() }
    if CharacterClass.isLetter(scalar) { return word() }
    return .fault(Self.remedy(for: scalar, following: peek()))
  }

  private static func remedy(for scalar: Unicode.Scalar, following: Unicode.Scalar?) -> String {
    switch scalar {
    case "&": "unexpected character '&'; AND is written AND"
    case "|": "unexpected character '|'; OR is written OR"
    default:
      scalar.value < 0x20 || scalar.value == 0x7F
        ? "unexpected control character \(scalar.value)" : "unexpected character '\(scalar)'"
    }
  }

  private mutating func single(_ kind: Token.Kind) -> Token.Kind {
    advance()
    return kind
  }

  private mutating func double(_ kind: Token.Kind) -> Token.Kind {
    advance()
    advance()
    return kind
  }

  private mutating func symbol(_ scalar: Unicode.Scalar) -> Token.Kind {
    switch (scalar, peek()) {
    case ("=", "="): return double(.binary(.equal))
    case ("=", "~"): return double(.binary(.matches))
    case ("=", _): return .fault("unexpected =; equality is written ==")
    case ("!", "=") where !wantsOperand: return double(.binary(.notEqual))
    case ("!", "~") where !wantsOperand: return double(.binary(.matchesNot))
    case ("!", _): return single(.not)
    case ("<", "="): return double(.binary(.lessOrEqual))
    case ("<", _): return single(.binary(.less))
    case (">", "="): return double(.binary(.greaterOrEqual))
    case (">", _): return single(.binary(.greater))
    case ("+", _): return single(.binary(.add))
    case ("-", _): return single(.binary(.subtract))
    case ("*", _): return single(.binary(.multiply))
    default: return single(.binary(.modulo))
    }
  }

  private mutating func word() -> Token.Kind {
    let start = position
    while let scalar = current, CharacterClass.isIdentifierPart(scalar) { advance() }
    let name = text(start..<position)
    switch name {
    case "TRUE": return .boolean(true)
    case "FALSE": return .boolean(false)
    case "AND": return .binary(.and)
    case "OR": return .binary(.or)
    case "var", "dbrp": return .fault("\(name) is a keyword of TICKscript")
    case "lambda" where current == ":":
      return .fault("an expression is written without lambda: in front")
    default: return .identifier(name)
    }
  }

  private func text(_ range: Range<Int>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars[range])
    return String(view)
  }

  // MARK: - Literals

  private mutating func number() -> Token.Kind {
    let start = position
    var hasPoint = false
    while let scalar = current {
      if scalar == "." {
        if hasPoint { return .fault("a number with two decimal points") }
        hasPoint = true
      } else if !CharacterClass.isDigit(scalar) {
        break
      }
      advance()
    }
    if !hasPoint, let unit = DurationUnit(at: scalars, position) {
      return duration(from: start, unit: unit)
    }
    if skipExponent() {
      return NumberText.float(text(start..<position))
    }
    let literal = text(start..<position)
    return hasPoint ? NumberText.float(literal) : NumberText.integer(literal)
  }

  /// `e3`, `E-3`: digits must follow, or the letter begins a word.
  private mutating func skipExponent() -> Bool {
    guard current == "e" || current == "E" else { return false }
    var ahead = 1
    if peek(ahead) == "+" || peek(ahead) == "-" { ahead += 1 }
    guard let digit = peek(ahead), digit.isASCII, CharacterClass.isDigit(digit) else {
      return false
    }
    for _ in 0..<ahead { advance() }
    while let scalar = current, scalar.isASCII, CharacterClass.isDigit(scalar) { advance() }
    return true
  }

  /// `90s`, and as an extension `1h30m`: digits that touch a unit and end in a unit go on.
  private mutating func duration(from start: Int, unit first: DurationUnit) -> Token.Kind {
    guard let count = NumberText.decimal(scalars[start..<position]) else {
      return .fault("illegal duration: \(text(start..<position))\(first.name) is too large")
    }
    // Kapacitor multiplies with wrap-around and refuses only what turned out negative.
    var total = count &* first.nanoseconds
    for _ in 0..<first.length { advance() }
    if total < 0 { return .fault("illegal duration: \(count)\(first.name) is too large") }
    while let (count, digits, unit) = followingPart() {
      let (part, overflow) = count.multipliedReportingOverflow(by: unit.nanoseconds)
      let (sum, sumOverflow) = total.addingReportingOverflow(part)
      if overflow || sumOverflow { return .fault("illegal duration: it is too large") }
      total = sum
      for _ in 0..<(digits + unit.length) { advance() }
    }
    return .duration(nanoseconds: total)
  }

  private func followingPart() -> (count: Int64, digits: Int, unit: DurationUnit)? {
    var end = position
    while end < scalars.count, scalars[end].isASCII, CharacterClass.isDigit(scalars[end]) {
      end += 1
    }
    guard end > position, let unit = DurationUnit(at: scalars, end),
      let count = NumberText.decimal(scalars[position..<end])
    else { return nil }
    return (count, end - position, unit)
  }

  private mutating func reference() -> Token.Kind {
    advance()
    let start = position
    while let scalar = current {
      if scalar == "\\", peek() == "\"" {
        advance()
      } else if scalar == "\"" {
        let name = QuotedText.unescaped(scalars[start..<position], quote: "\"")
        advance()
        return .reference(name)
      }
      advance()
    }
    return .fault("a field reference that does not end; it is closed by \"")
  }

  private mutating func string() -> Token.Kind {
    if peek() == "'" {
      if peek(2) != "'" { return double(.string("")) }
      return tripleQuotedString()
    }
    advance()
    let start = position
    while let scalar = current {
      if scalar == "\\", peek() == "'" {
        advance()
      } else if scalar == "'" {
        let literal = QuotedText.unescaped(scalars[start..<position], quote: "'")
        advance()
        return .string(literal)
      }
      advance()
    }
    return .fault("a string that does not end; it is closed by '")
  }

  /// Everything up to the next three quotes, as it stands.
  private mutating func tripleQuotedString() -> Token.Kind {
    for _ in 0..<3 { advance() }
    let start = position
    while let scalar = current {
      if scalar == "'", peek() == "'", peek(2) == "'" {
        let literal = text(start..<position)
        for _ in 0..<3 { advance() }
        return .string(literal)
      }
      advance()
    }
    return .fault("a string that does not end; it is closed by '''")
  }

  private mutating func regex() -> Token.Kind {
    advance()
    let start = position
    while let scalar = current {
      if scalar == "\\", peek() == "/" {
        advance()
      } else if scalar == "/" {
        let pattern = QuotedText.unescaped(scalars[start..<position], quote: "/")
        advance()
        return .regex(pattern)
      }
      advance()
    }
    return .fault("a regular expression that does not end; it is closed by /")
  }
}
