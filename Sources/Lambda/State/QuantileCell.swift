/// rollingQuantile(x, window, q) and rollingMedian(x, window): linear between the two nearest
/// values, as numpy's default; NaN while the window holds nothing.
final class QuantileCell: StatefulCell {
  private let window: Window
  private let q: Double
  private var ranked = RankedValues()
  /// The window's values, oldest at `head`: a ring of nodes, values and times.
  private var entries: [Entry] = []
  private var head = 0
  private var count = 0

  private struct Entry {
    var node: Int32 = 0
    var value = 0.0
    var time: Int64 = 0
  }

  init(_ window: Window, q: Double) {
    self.window = window
    self.q = q
  }

  private var limit: Int {
    if case .points(let points) = window { return points }
    return LambdaLimits.maximumWindowPoints
  }

  override func advance(_ argument: UInt64, at timeNanoseconds: Int64) -> UInt64 {
    if case .duration(let length) = window {
      while count > 0, timeNanoseconds &- entries[head].time >= length { removeOldest() }
    }
    let x = Double(bitPattern: argument)
    if x.isFinite {
      if count == limit { removeOldest() }
      append(x, at: timeNanoseconds)
    }
    return quantile.bitPattern
  }

  private var quantile: Double {
    guard count > 0 else { return .nan }
    let position = Double(count - 1) * q
    let rank = Int(position)
    let low = ranked.value(rank: rank)
    let fraction = position - Double(rank)
    guard fraction > 0 else { return low }
    return low + fraction * (ranked.value(rank: rank + 1) - low)
  }

  private func append(_ value: Double, at time: Int64) {
    if count == entries.count { grow() }
    let end = (head + count) & (entries.count - 1)
    entries[end] = Entry(node: ranked.insert(value), value: value, time: time)
    count += 1
  }

  private func removeOldest() {
    ranked.remove(entries[head].node)
    head = (head + 1) & (entries.count - 1)
    count -= 1
  }

  private func grow() {
    let inOrder = (0..<count).map { entries[(head + $0) & (entries.count - 1)] }
    let capacity = max(16, entries.count * 2)
    entries = inOrder + Array(repeating: Entry(), count: capacity - count)
    head = 0
  }

  override var byteCount: Int { Self.fixedBytes + count * Self.bytesEach }

  /// A value in the ring and its node in the tree.
  private static let bytesEach = 48

  override func save(to writer: inout LambdaStateWriter) {
    writer.put(count)
    for offset in 0..<count {
      let entry = entries[(head + offset) & (entries.count - 1)]
      writer.put(entry.value)
      writer.put(entry.time)
    }
  }

  override func restore(from reader: inout LambdaStateReader) throws(LambdaStateError) {
    let saved = try reader.count(limit: limit, bytesEach: 16)
    (ranked, entries, head, count) = (RankedValues(), [], 0, 0)
    for _ in 0..<saved {
      let value = try reader.double()
      // Only finite values are ever taken in; the ranking could not order NaN.
      guard value.isFinite else { throw LambdaStateError(reason: "a window holds \(value)") }
      append(value, at: try reader.int64())
    }
  }
}
