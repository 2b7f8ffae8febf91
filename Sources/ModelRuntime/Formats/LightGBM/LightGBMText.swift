/// Cuts a LightGBM text model into its header and its trees, one at a time.
struct LightGBMText {
  private let bytes: UnsafeRawBufferPointer
  private var position = 0
  private var treesSeen = 0

  init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
  }

  /// The next line without its end, white space at its ends trimmed; nil: there is none.
  private mutating func line() -> UnsafeRawBufferPointer? {
    guard position < bytes.count else { return nil }
    var end = position
    while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
    var slice = bytes[position..<end]
    position = min(end + 1, bytes.count)
    while let last = slice.last, last == 0x20 || last == 0x0D { slice.removeLast() }
    while let first = slice.first, first == 0x20 { slice.removeFirst() }
    return UnsafeRawBufferPointer(rebasing: slice)
  }

  private static func starts(_ line: UnsafeRawBufferPointer, _ prefix: StaticString) -> Bool {
    line.count >= prefix.utf8CodeUnitCount
      && (0..<prefix.utf8CodeUnitCount).allSatisfy { line[$0] == prefix.utf8Start[$0] }
  }

  mutating func header() -> LightGBMSection {
    section(named: "header")
  }

  /// The next tree; nil: there are no more.
  mutating func tree() throws(ModelError) -> LightGBMSection? {
    while let line = line() {
      if LightGBMText.starts(line, "Tree=") {
        treesSeen += 1
        return section(named: "tree \(treesSeen - 1)")
      }
      if LightGBMText.starts(line, "end of trees") { return nil }
    }
    throw ModelError(
      .damaged, cause: "it ends before 'end of trees'", remedy: "save or copy the model again",
      position: "byte \(position)")
  }

  /// Lines up to the next tree or the end of all trees.
  private mutating func section(named name: String) -> LightGBMSection {
    var section = LightGBMSection(name: name)
    while true {
      let start = position
      guard let line = line() else { return section }
      if LightGBMText.starts(line, "Tree=") || LightGBMText.starts(line, "end of trees") {
        position = start
        return section
      }
      section.add(line: line)
    }
  }
}
