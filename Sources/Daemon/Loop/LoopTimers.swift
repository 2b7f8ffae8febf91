/// Deadlines of a loop, earliest first: a binary heap that knows where each connection's entry lies.
///
/// A connection has one deadline at most, however often it is changed, and its place is there before it is needed:
/// setting one never allocates.
struct LoopTimers {
  enum Target {
    case connection(slot: Int)
    case action(@Sendable () -> Void)
  }

  private struct Entry {
    let deadline: Int64
    let target: Target
  }

  private var heap: [Entry] = []
  /// Where the entry of each slot lies in `heap`; -1: it has none.
  private var positions: [Int] = []

  var earliest: Int64? { heap.first?.deadline }
  var count: Int { heap.count }

  /// Takes up one slot more.
  mutating func appendSlot() {
    positions.append(-1)
    makeRoom()
  }

  /// The deadline of a slot; `.max`: none.
  func deadline(ofSlot slot: Int) -> Int64 {
    positions[slot] < 0 ? .max : heap[positions[slot]].deadline
  }

  /// Sets the slot's deadline, in place of one that it has.
  mutating func set(_ deadline: Int64, forSlot slot: Int) {
    let entry = Entry(deadline: deadline, target: .connection(slot: slot))
    let position = positions[slot]
    if position < 0 {
      insert(entry)
    } else {
      heap[position] = entry
      sink(from: rise(from: position))
    }
  }

  mutating func remove(slot: Int) {
    if positions[slot] >= 0 { remove(at: positions[slot]) }
  }

  mutating func add(_ deadline: Int64, _ action: @escaping @Sendable () -> Void) {
    insert(Entry(deadline: deadline, target: .action(action)))
    makeRoom()
  }

  /// Takes out the earliest, if its time has come.
  mutating func popDue(at now: Int64) -> Target? {
    guard let first = heap.first, first.deadline <= now else { return nil }
    remove(at: 0)
    return first.target
  }

  // MARK: - The heap

  /// For an entry of every slot, beside the actions that are there.
  private mutating func makeRoom() {
    let most = positions.count + heap.count
    if heap.capacity < most { heap.reserveCapacity(2 * most) }
  }

  private mutating func insert(_ entry: Entry) {
    heap.append(entry)
    note(heap.count - 1)
    rise(from: heap.count - 1)
  }

  private mutating func remove(at position: Int) {
    let last = heap.count - 1
    exchange(position, last)
    if case .connection(let slot) = heap.removeLast().target { positions[slot] = -1 }
    if position < last { sink(from: rise(from: position)) }
  }

  /// Moves an entry up while it is earlier than its parent, and says where it lies then.
  @discardableResult
  private mutating func rise(from start: Int) -> Int {
    var child = start
    while child > 0, case let parent = (child - 1) / 2, heap[child].deadline < heap[parent].deadline
    {
      exchange(child, parent)
      child = parent
    }
    return child
  }

  private mutating func sink(from start: Int) {
    var parent = start
    while true {
      var least = parent
      let left = 2 * parent + 1
      if left < heap.count, heap[left].deadline < heap[least].deadline { least = left }
      if left + 1 < heap.count, heap[left + 1].deadline < heap[least].deadline { least = left + 1 }
      if least == parent { break }
      exchange(parent, least)
      parent = least
    }
  }

  private mutating func exchange(_ first: Int, _ second: Int) {
    heap.swapAt(first, second)
    note(first)
    note(second)
  }

  /// Writes down where an entry lies now.
  private mutating func note(_ position: Int) {
    if case .connection(let slot) = heap[position].target { positions[slot] = position }
  }
}
