/// Characters as Go decodes them: a byte that begins no valid character is U+FFFD, one byte wide.
enum Rune {
  static let replacement: UInt32 = 0xFFFD

  /// The character at the start of a text that is not empty, and its bytes.
  static func first(_ text: TextSlice) -> (value: UInt32, width: Int) {
    let lead = text[0]
    if lead < 0x80 { return (UInt32(lead), 1) }
    let width = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0
    guard width > 0, text.count >= width else { return (replacement, 1) }
    var value = UInt32(lead) & (0x7F >> UInt32(width))
    for index in 1..<width {
      guard text[index] & 0xC0 == 0x80 else { return (replacement, 1) }
      value = value << 6 | UInt32(text[index] & 0x3F)
    }
    // Overlong forms, surrogates and values past the last plane are no characters.
    if width == 3, value < 0x800 || (0xD800...0xDFFF).contains(value) { return (replacement, 1) }
    if width == 4, value < 0x10000 || value > 0x10FFFF { return (replacement, 1) }
    return (value, width)
  }

  /// The last character of a text that is not empty, and its bytes.
  static func last(_ text: TextSlice) -> (value: UInt32, width: Int) {
    var width = 1
    while width < 4, width < text.count, text[text.count - width] & 0xC0 == 0x80 { width += 1 }
    let found = first(text.dropFirst(text.count - width))
    return found.width == width ? found : (text[text.count - 1] < 0x80 ? found : (replacement, 1))
  }

  static func isIn(_ set: TextSlice, _ value: UInt32) -> Bool {
    var rest = set
    while rest.count > 0 {
      let next = first(rest)
      if next.value == value { return true }
      rest = rest.dropFirst(next.width)
    }
    return false
  }

  static func count(_ text: TextSlice) -> Int {
    var rest = text
    var total = 0
    while rest.count > 0 {
      rest = rest.dropFirst(first(rest).width)
      total += 1
    }
    return total
  }
}
