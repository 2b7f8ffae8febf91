/// The working state of a `PointEdits`, in memory of its own.
struct EditState {
  // Invariant: `count` of them, one for each name, fields first.
  let edits: UnsafeMutablePointer<Edit>
  let count: Int
  let fieldCount: Int
  /// The texts of all edits.
  var texts = TextMemory(capacity: 256)
  private(set) var time: Int64 = 0
  private(set) var hasTime = false
  /// Where the new name lies in the texts.
  private(set) var nameStart = 0
  private(set) var nameCount = 0
  private(set) var hasName = false
  /// Nothing at all is staged, fields and tags included.
  var isEmpty = true

  init(edits: UnsafeMutablePointer<Edit>, count: Int, fieldCount: Int) {
    self.edits = edits
    self.count = count
    self.fieldCount = fieldCount
  }

  mutating func removeAll() {
    for index in 0..<count { edits[index].operation = .none }
    texts.removeAll()
    hasTime = false
    hasName = false
    isEmpty = true
  }

  mutating func set(time: Int64) {
    self.time = time
    hasTime = true
    isEmpty = false
  }

  mutating func set(name: UnsafeRawBufferPointer) {
    nameStart = texts.append(name)
    nameCount = name.count
    hasName = true
    isEmpty = false
  }
}
