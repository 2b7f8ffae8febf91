/// Go's `Regexp.ReplaceAllString`: every match replaced by a template with $1, ${1}, $name, $$.
enum Replacement {
  /// Appends the result to the arena's open text; false when its limit is reached.
  static func append(
    _ expression: RegularExpression, _ text: TextSlice, template: TextSlice,
    to arena: inout TextArena
  ) -> Bool {
    let groups = expression.groupCount + 1
    return withUnsafeTemporaryAllocation(of: Int64.self, capacity: groups * 2) { bounds in
      var lastEnd = 0
      var search = 0
      while search <= text.count,
        expression.find(text, from: search, bounds: bounds.baseAddress!)
      {
        let (begin, end) = (Int(bounds[0]), Int(bounds[1]))
        guard arena.append(text.dropFirst(lastEnd).prefix(begin - lastEnd)) else { return false }
        // An empty match right behind another match is not replaced.
        if end > lastEnd || begin == 0 {
          guard expand(expression, text, template, UnsafeBufferPointer(bounds), &arena) else {
            return false
          }
        }
        lastEnd = end
        let width = search < text.count ? Rune.first(text.dropFirst(search)).width : 0
        search = search + width > end ? search + width : search + 1 > end ? search + 1 : end
      }
      return arena.append(text.dropFirst(lastEnd))
    }
  }

  private static func expand(
    _ expression: RegularExpression, _ text: TextSlice, _ template: TextSlice,
    _ bounds: UnsafeBufferPointer<Int64>, _ arena: inout TextArena
  ) -> Bool {
    var rest = template
    while rest.count > 0 {
      guard rest[0] == UInt8(ascii: "$") else {
        guard arena.append(byte: rest[0]) else { return false }
        rest = rest.dropFirst(1)
        continue
      }
      if rest.count > 1, rest[1] == UInt8(ascii: "$") {
        guard arena.append(byte: rest[0]) else { return false }
        rest = rest.dropFirst(2)
        continue
      }
      guard let (name, length) = groupName(rest) else {
        // Malformed: the dollar stands for itself.
        guard arena.append(byte: rest[0]) else { return false }
        rest = rest.dropFirst(1)
        continue
      }
      rest = rest.dropFirst(length)
      let group = number(name) ?? (isNumber(name) ? nil : expression.groupNumber(name))
      guard let group, 2 * group + 1 < bounds.count, bounds[2 * group] >= 0 else { continue }
      let begin = Int(bounds[2 * group])
      let part = text.dropFirst(begin).prefix(Int(bounds[2 * group + 1]) - begin)
      guard arena.append(part) else { return false }
    }
    return true
  }

  /// The name behind `$` or `${`, and the bytes from the dollar to its end.
  private static func groupName(_ text: TextSlice) -> (name: TextSlice, length: Int)? {
    let isBraced = text.count > 1 && text[1] == UInt8(ascii: "{")
    let start = isBraced ? 2 : 1
    var end = start
    while end < text.count {
      let next = Rune.first(text.dropFirst(end))
      guard let scalar = Unicode.Scalar(next.value), CharacterClass.isIdentifierPart(scalar) else {
        break
      }
      end += next.width
    }
    guard end > start else { return nil }
    let name = text.dropFirst(start).prefix(end - start)
    guard isBraced else { return (name, end) }
    guard end < text.count, text[end] == UInt8(ascii: "}") else { return nil }
    return (name, end + 1)
  }

  private static func isNumber(_ name: TextSlice) -> Bool {
    (0..<name.count).allSatisfy { name[$0] &- 0x30 < 10 } && !(name[0] == 0x30 && name.count > 1)
  }

  private static func number(_ name: TextSlice) -> Int? {
    guard isNumber(name), name.count <= 9 else { return nil }
    return GoNumber.int(name).map(Int.init)
  }
}
