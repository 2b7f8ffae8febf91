extension TextFunction {
  /// Computes the function. `arguments` are the words of the arguments, one after the other; a
  /// text takes two. The result takes one word, or two for a text.
  func call(
    _ arguments: UnsafePointer<UInt64>, into result: UnsafeMutablePointer<UInt64>,
    _ arena: inout TextArena
  ) -> RuntimeFault {
    let first = TextSlice(words: arguments)
    switch self {
    case .length:
      result[0] = UInt64(bitPattern: Int64(first.count))
    case .trimSpace:
      let left = TextSearch.trimmedLeft(first, where: TextSearch.isSpace)
      TextSearch.trimmedRight(left, where: TextSearch.isSpace).store(to: result)
    case .toLower: return Self.mapped(first, CaseMapping.lower, result, &arena)
    case .toUpper: return Self.mapped(first, CaseMapping.upper, result, &arena)
    case .substring: return Self.substring(first, arguments, result)
    case .replace: return Self.replace(first, arguments, result, &arena)
    default: callWithTwo(first, TextSlice(words: arguments + 2), result)
    }
    return .none
  }

  private func callWithTwo(
    _ text: TextSlice, _ part: TextSlice, _ result: UnsafeMutablePointer<UInt64>
  ) {
    let isCut: (UInt32) -> Bool = { Rune.isIn(part, $0) }
    switch self {
    case .contains: result[0] = TextSearch.index(text, part) >= 0 ? 1 : 0
    case .containsAny: result[0] = TextSearch.indexOfAny(text, part) >= 0 ? 1 : 0
    case .hasPrefix: result[0] = TextSearch.hasPrefix(text, part) ? 1 : 0
    case .hasSuffix: result[0] = TextSearch.hasSuffix(text, part) ? 1 : 0
    case .count: result[0] = Self.word(TextSearch.count(text, part))
    case .index: result[0] = Self.word(TextSearch.index(text, part))
    case .indexAny: result[0] = Self.word(TextSearch.indexOfAny(text, part))
    case .lastIndex: result[0] = Self.word(TextSearch.lastIndex(text, part))
    case .lastIndexAny: result[0] = Self.word(TextSearch.lastIndexOfAny(text, part))
    case .trimLeft: TextSearch.trimmedLeft(text, where: isCut).store(to: result)
    case .trimRight: TextSearch.trimmedRight(text, where: isCut).store(to: result)
    case .trimPrefix:
      (TextSearch.hasPrefix(text, part) ? text.dropFirst(part.count) : text).store(to: result)
    case .trimSuffix:
      (TextSearch.hasSuffix(text, part) ? text.prefix(text.count - part.count) : text)
        .store(to: result)
    default:  // trim
      let left = TextSearch.trimmedLeft(text, where: isCut)
      TextSearch.trimmedRight(left, where: isCut).store(to: result)
    }
  }

  private static func word(_ value: Int) -> UInt64 { UInt64(bitPattern: Int64(value)) }

  private static func mapped(
    _ text: TextSlice, _ mapping: (UInt32) -> UInt32,
    _ result: UnsafeMutablePointer<UInt64>, _ arena: inout TextArena
  ) -> RuntimeFault {
    var rest = text
    while rest.count > 0 {
      let next = Rune.first(rest)
      guard arena.append(rune: mapping(next.value)) else {
        arena.abandon()
        return .textTooLong
      }
      rest = rest.dropFirst(next.width)
    }
    return finish(result, &arena)
  }

  static func finish(
    _ result: UnsafeMutablePointer<UInt64>, _ arena: inout TextArena
  ) -> RuntimeFault {
    guard let text = arena.finish() else { return .textTooLong }
    text.store(to: result)
    return .none
  }

  /// Bytes from start up to, not including, stop.
  private static func substring(
    _ text: TextSlice, _ arguments: UnsafePointer<UInt64>, _ result: UnsafeMutablePointer<UInt64>
  ) -> RuntimeFault {
    let start = Int64(bitPattern: arguments[2])
    let stop = Int64(bitPattern: arguments[3])
    guard start >= 0, stop >= 0, start <= stop, stop <= Int64(text.count) else {
      return .substringOutOfRange
    }
    text.dropFirst(Int(start)).prefix(Int(stop - start)).store(to: result)
    return .none
  }

  private static func replace(
    _ text: TextSlice, _ arguments: UnsafePointer<UInt64>,
    _ result: UnsafeMutablePointer<UInt64>, _ arena: inout TextArena
  ) -> RuntimeFault {
    let old = TextSlice(words: arguments + 2)
    let new = TextSlice(words: arguments + 4)
    let limit = Int64(bitPattern: arguments[6])
    var left = limit < 0 ? Int64.max : limit
    var rest = text
    var isFirst = true
    while left > 0 {
      let found: Int
      if old.count > 0 {
        found = TextSearch.index(rest, old)
      } else if isFirst {
        found = 0
      } else {
        // The empty text is found in front of every character and at the end.
        found = rest.count > 0 ? Rune.first(rest).width : -1
      }
      guard found >= 0 else { break }
      guard arena.append(rest.prefix(found)), arena.append(new) else {
        arena.abandon()
        return .textTooLong
      }
      rest = rest.dropFirst(found + old.count)
      left -= 1
      isFirst = false
    }
    guard arena.append(rest) else {
      arena.abandon()
      return .textTooLong
    }
    return finish(result, &arena)
  }
}

extension TextSlice {
  /// A text as two words: its address and its length.
  init(words: UnsafePointer<UInt64>) {
    self.init(
      start: UnsafePointer(bitPattern: UInt(words[0])) ?? TextSlice.nowhere,
      count: Int(words[1]))
  }

  func store(to words: UnsafeMutablePointer<UInt64>) {
    words[0] = UInt64(UInt(bitPattern: start))
    words[1] = UInt64(count)
  }

  /// The address of an empty text that has none. It is never read from.
  static var nowhere: UnsafePointer<UInt8> { UnsafePointer(bitPattern: 1)! }
}
