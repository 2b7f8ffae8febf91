import CRE2
import Glibc

/// Searching in texts with the meaning of Go's `strings` package.
enum TextSearch {
  /// The byte offset of the first `part`, or -1.
  static func index(_ text: TextSlice, _ part: TextSlice) -> Int {
    if part.count == 0 { return 0 }
    return Int(cre2_index(text.start, text.count, part.start, part.count))
  }

  static func lastIndex(_ text: TextSlice, _ part: TextSlice) -> Int {
    var offset = text.count - part.count
    while offset >= 0 {
      if memcmp(text.start + offset, part.start, part.count) == 0 { return offset }
      offset -= 1
    }
    return -1
  }

  static func indexOfAny(_ text: TextSlice, _ set: TextSlice) -> Int {
    var offset = 0
    while offset < text.count {
      let next = Rune.first(text.dropFirst(offset))
      if Rune.isIn(set, next.value) { return offset }
      offset += next.width
    }
    return -1
  }

  static func lastIndexOfAny(_ text: TextSlice, _ set: TextSlice) -> Int {
    var end = text.count
    while end > 0 {
      let last = Rune.last(text.prefix(end))
      end -= last.width
      if Rune.isIn(set, last.value) { return end }
    }
    return -1
  }

  /// Occurrences that do not overlap; of the empty text, one more than there are characters.
  static func count(_ text: TextSlice, _ part: TextSlice) -> Int {
    if part.count == 0 { return Rune.count(text) + 1 }
    var rest = text
    var total = 0
    while true {
      let found = index(rest, part)
      if found < 0 { return total }
      total += 1
      rest = rest.dropFirst(found + part.count)
    }
  }

  static func hasPrefix(_ text: TextSlice, _ part: TextSlice) -> Bool {
    text.count >= part.count && memcmp(text.start, part.start, part.count) == 0
  }

  static func hasSuffix(_ text: TextSlice, _ part: TextSlice) -> Bool {
    text.count >= part.count
      && memcmp(text.start + (text.count - part.count), part.start, part.count) == 0
  }

  static func trimmedLeft(
    _ text: TextSlice, where isCut: (UInt32) -> Bool
  ) -> TextSlice {
    var rest = text
    while rest.count > 0 {
      let next = Rune.first(rest)
      guard isCut(next.value) else { break }
      rest = rest.dropFirst(next.width)
    }
    return rest
  }

  static func trimmedRight(
    _ text: TextSlice, where isCut: (UInt32) -> Bool
  ) -> TextSlice {
    var rest = text
    while rest.count > 0 {
      let last = Rune.last(rest)
      guard isCut(last.value) else { break }
      rest = rest.prefix(rest.count - last.width)
    }
    return rest
  }

  static func isSpace(_ value: UInt32) -> Bool {
    Unicode.Scalar(value).map(CharacterClass.isSpace) ?? false
  }
}
