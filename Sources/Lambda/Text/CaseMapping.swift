/// Upper and lower case, one character for one character, as Go's `unicode.ToUpper` and `ToLower`.
enum CaseMapping {
  static func upper(_ value: UInt32) -> UInt32 {
    if value < 0x80 { return value &- 0x61 < 26 ? value - 32 : value }
    guard let scalar = Unicode.Scalar(value) else { return value }
    // Where the full mapping is several characters (ß to SS), the simple one is either the
    // title case form (U+1F80) or the character itself.
    return single(scalar.properties.uppercaseMapping)
      ?? single(scalar.properties.titlecaseMapping) ?? value
  }

  static func lower(_ value: UInt32) -> UInt32 {
    if value < 0x80 { return value &- 0x41 < 26 ? value + 32 : value }
    if value == 0x130 { return 0x69 }  // İ, whose full mapping is two characters
    guard let scalar = Unicode.Scalar(value) else { return value }
    return single(scalar.properties.lowercaseMapping) ?? value
  }

  private static func single(_ mapping: String) -> UInt32? {
    let scalars = mapping.unicodeScalars
    guard let first = scalars.first, scalars.dropFirst().isEmpty else { return nil }
    return first.value
  }
}
