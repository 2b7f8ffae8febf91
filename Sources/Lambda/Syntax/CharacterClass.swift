/// The classes of characters that Go's `unicode` package names, as TICKscript's lexer uses them.
enum CharacterClass {
  static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return (scalar.value | 0x20) &- 0x61 < 26 }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
      return true
    default: return false
    }
  }

  static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return scalar.value &- 0x30 < 10 }
    return scalar.properties.generalCategory == .decimalNumber
  }

  static func isIdentifierPart(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || isLetter(scalar) || isDigit(scalar)
  }

  /// Go's `unicode.IsSpace`.
  static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09...0x0D, 0x20, 0x85, 0xA0: true
    case 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: true
    default: false
    }
  }
}
