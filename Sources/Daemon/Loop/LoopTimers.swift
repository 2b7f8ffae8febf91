/// Deadlines of a loop, earliest first: a binary heap. Entries are not taken out early; who set one ignores it when it
/// no longer applies.
struct LoopTimers {
  enum Target {
    /// A connection's slot; the generation tells a later connection in the same slot.
    case connection(index: Int, generation: UInt32)
    case action(@Sendable () -> Void)
  }

  private struct Entry {
    let deadline: Int64
    let target: Target
  }

  private var heap: [Entry] = []

  var earliest: Int64? { heap.first?.deadline }

  mutating func add(_ deadline: Int64, _ target: Target) {
    heap.append(Entry(deadline: deadline, target: target))
    var child = heap.count - 1
    while child > 0, case let parent = (child - 1) / 2, heap[child].deadline < heap[parent].deadline
    {
      heap.swapAt(child, parent)
      child = parent
    }
  }

  mutating func popDue(at now: Int64) -> Target? {
    guard let first = heap.first, first.deadline <= now else { return nil }
    heap.swapAt(0, heap.count - 1)
    heap.removeLast()
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2]
      where child < heap.count && heap[child].deadline < heap[least].deadline {
        least = child
      }
      if least == parent { break }
      heap.swapAt(parent, least)
      parent = least
    }
    return first.target
  }
}
