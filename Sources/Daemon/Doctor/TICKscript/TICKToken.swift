/// What a TICKscript consists of, as far as the calls of UDFs need it told apart.
enum TICKToken: Equatable {
  case name(String)
  case string(String)
  case int
  case float
  case duration
  /// `@`, `.`, `(`, `)`, `,`, `=`, `-` and all else of one character.
  case symbol(Character)

  /// - Returns: the tokens with the lines, from 1, that they begin on.
  static func tokens(of script: String) -> [(token: TICKToken, line: Int)] {
    var scanner = TICKScanner(script)
    var tokens: [(TICKToken, Int)] = []
    while let next = scanner.next() { tokens.append(next) }
    return tokens
  }
}

/// Cuts a script into tokens. Never fails: what it does not know is a symbol.
private struct TICKScanner {
  private let characters: [Character]
  private var position = 0
  private var line = 1

  init(_ script: String) { characters = Array(script) }

  mutating func next() -> (TICKToken, Int)? {
    skipSpace()
    guard position < characters.count else { return nil }
    let start = line
    let character = characters[position]
    if character == "'" { return (string(), start) }
    if character.isLetter || character == "_" { return (.name(takeName()), start) }
    if character.isNumber { return (number(), start) }
    take()
    return (.symbol(character), start)
  }

  private mutating func take() {
    if characters[position].isNewline { line += 1 }
    position += 1
  }

  private func isAt(_ text: String) -> Bool {
    characters[position...].starts(with: text)
  }

  private mutating func skipSpace() {
    while position < characters.count {
      if characters[position].isWhitespace {
        take()
      } else if isAt("//") {
        while position < characters.count, !characters[position].isNewline { take() }
      } else {
        return
      }
    }
  }

  private mutating func takeName() -> String {
    var name = ""
    while position < characters.count,
      characters[position].isLetter || characters[position].isNumber
        || characters[position] == "_"
    {
      name.append(characters[position])
      take()
    }
    return name
  }

  /// `'it\'s'`, or `\'\'\'...\'\'\'` as it stands.
  private mutating func string() -> TICKToken {
    var text = ""
    if isAt("\'\'\'") {
      for _ in 0..<3 { take() }
      while position < characters.count, !isAt("\'\'\'") {
        text.append(characters[position])
        take()
      }
      for _ in 0..<3 where position < characters.count { take() }
      return .string(text)
    }
    take()
    while position < characters.count, characters[position] != "'" {
      if isAt("\\'") { take() }
      text.append(characters[position])
      take()
    }
    if position < characters.count { take() }
    return .string(text)
  }

  private mutating func number() -> TICKToken {
    var hasPoint = false
    while position < characters.count {
      if characters[position] == "." {
        // `10.method` does not come up: a number is an argument.
        hasPoint = true
      } else if !characters[position].isNumber {
        break
      }
      take()
    }
    guard position < characters.count, "uµmshdw".contains(characters[position]) else {
      return hasPoint ? .float : .int
    }
    while position < characters.count, "uµmshdw0123456789".contains(characters[position]) { take() }
    return .duration
  }
}
