/// Numbers the distinct elements of a long list, in order of first appearance, by their bits.
///
/// A hash table with open addressing, a few nanoseconds for each element: forests have millions.
struct DistinctValues {
  private(set) var values: [UInt64] = []
  private var table: [Int32]
  private var mask: Int

  init(expecting count: Int) {
    var size = 64
    while size < count { size *= 2 }
    table = [Int32](repeating: -1, count: size)
    mask = size - 1
  }

  private static func hash(_ value: UInt64) -> Int {
    Int(truncatingIfNeeded: (value &* 0x9E37_79B9_7F4A_7C15) >> 32)
  }

  /// The number of `value`.
  mutating func number(_ value: UInt64) -> Int32 {
    var slot = DistinctValues.hash(value) & mask
    while table[slot] >= 0 {
      if values[Int(table[slot])] == value { return table[slot] }
      slot = (slot + 1) & mask
    }
    let number = Int32(values.count)
    table[slot] = number
    values.append(value)
    if values.count * 2 > table.count { grow() }
    return number
  }

  private mutating func grow() {
    let size = table.count * 4
    mask = size - 1
    table = [Int32](repeating: -1, count: size)
    for (number, value) in values.enumerated() {
      var slot = DistinctValues.hash(value) & mask
      while table[slot] >= 0 { slot = (slot + 1) & mask }
      table[slot] = Int32(number)
    }
  }
}
