/// The slots of up to `count` points at a time, set aside while others are read.
struct LambdaFrames: ~Copyable {
  /// As many points as a model is asked for at once.
  static let count = 64

  private let slots: Int
  private let words: UnsafeMutablePointer<UInt64>
  private let kinds: UnsafeMutablePointer<ValueKind>

  init(slots: Int) {
    self.slots = slots
    words = .allocate(capacity: Self.count * slots * 2)
    words.initialize(repeating: 0, count: Self.count * slots * 2)
    kinds = .allocate(capacity: Self.count * slots)
    kinds.initialize(repeating: .missing, count: Self.count * slots)
  }

  deinit {
    words.deallocate()
    kinds.deallocate()
  }

  func store(
    _ number: Int, _ registers: UnsafePointer<UInt64>, _ types: UnsafePointer<ValueKind>
  ) {
    precondition(number >= 0 && number < Self.count)
    (words + number * slots * 2).update(from: registers, count: slots * 2)
    (kinds + number * slots).update(from: types, count: slots)
  }

  func load(
    _ number: Int, _ registers: UnsafeMutablePointer<UInt64>,
    _ types: UnsafeMutablePointer<ValueKind>
  ) {
    precondition(number >= 0 && number < Self.count)
    registers.update(from: words + number * slots * 2, count: slots * 2)
    types.update(from: kinds + number * slots, count: slots)
  }
}
