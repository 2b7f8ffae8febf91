/// What a pickle remembers to refer to again. Python's pickler counts up from 0, so that most of it
/// is an array; an index that a hostile file makes up costs one entry of a dictionary, no more.
struct PickleMemo {
  private var dense: [PickleID] = []
  private var sparse: [UInt32: PickleID] = [:]

  /// Entries made so far: what MEMOIZE numbers the next one.
  var count: Int { dense.count + sparse.count }

  subscript(index: UInt32) -> PickleID? {
    index < UInt32(clamping: dense.count) ? dense[Int(index)] : sparse[index]
  }

  mutating func set(_ index: UInt32, _ id: PickleID) {
    if Int(index) < dense.count {
      dense[Int(index)] = id
    } else if Int(index) == dense.count, sparse.isEmpty {
      dense.append(id)
    } else {
      sparse[index] = id
    }
  }
}
