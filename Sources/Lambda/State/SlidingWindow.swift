/// The values of a window and an aggregate over them, kept in two parts: every value of the older
/// part stores the aggregate from it to the part's end, the newer part is one running aggregate.
/// When the older part is used up, the newer one becomes it. A value is thus joined twice in its
/// life, whatever the window's size, and nothing is ever subtracted: no rounding error is left
/// behind by values that are gone.
///
/// Invariants: head <= split <= tail; tail - head <= limit; all three count values since the
/// beginning, `index & mask` is a value's place.
struct SlidingWindow<Aggregate: WindowAggregate>: ~Copyable {
  private let window: Window
  private var values: UnsafeMutablePointer<Double>
  private var suffixes: UnsafeMutablePointer<Aggregate>
  /// Only where the window is a duration.
  private var times: UnsafeMutablePointer<Int64>?
  private var mask: Int
  private var head = 0
  private var split = 0
  private var tail = 0
  private var newer = Aggregate.empty

  private static var firstCapacity: Int { 16 }

  init(_ window: Window) {
    self.window = window
    values = .allocate(capacity: Self.firstCapacity)
    suffixes = .allocate(capacity: Self.firstCapacity)
    if case .duration = window { times = .allocate(capacity: Self.firstCapacity) }
    mask = Self.firstCapacity - 1
  }

  deinit {
    values.deallocate()
    suffixes.deallocate()
    times?.deallocate()
  }

  var count: Int { tail - head }

  /// Bytes that a value takes at most, its time included.
  static var bytesEach: Int { 16 + MemoryLayout<Aggregate>.stride }

  var byteCount: Int { StatefulCell.fixedBytes + count * Self.bytesEach }

  private var limit: Int {
    if case .points(let points) = window { return points }
    return LambdaLimits.maximumWindowPoints
  }

  /// The aggregate over what is in the window.
  var aggregate: Aggregate {
    head < split ? suffixes[head & mask].joined(newer) : newer
  }

  /// Moves the window to a point, and takes in its value where that is finite.
  mutating func push(_ value: Double, at time: Int64) {
    if case .duration(let length) = window, let times {
      while head < tail, time &- times[head & mask] >= length { removeOldest() }
    }
    guard value.isFinite else { return }
    if count == limit { removeOldest() }
    append(value, at: time)
  }

  private mutating func append(_ value: Double, at time: Int64) {
    if count > mask { grow() }
    values[tail & mask] = value
    times?[tail & mask] = time
    tail += 1
    newer = newer.joined(Aggregate(value))
  }

  private mutating func removeOldest() {
    if head == split {
      split = tail
      fillSuffixes()
      newer = .empty
    }
    head += 1
  }

  private func fillSuffixes() {
    var run = Aggregate.empty
    var index = split
    while index > head {
      index -= 1
      run = Aggregate(values[index & mask]).joined(run)
      suffixes[index & mask] = run
    }
  }

  private mutating func grow() {
    let capacity = (mask + 1) * 2
    let newValues = UnsafeMutablePointer<Double>.allocate(capacity: capacity)
    let newSuffixes = UnsafeMutablePointer<Aggregate>.allocate(capacity: capacity)
    let newTimes = times.map { _ in UnsafeMutablePointer<Int64>.allocate(capacity: capacity) }
    for index in head..<tail {
      newValues[index & (capacity - 1)] = values[index & mask]
      if index < split { newSuffixes[index & (capacity - 1)] = suffixes[index & mask] }
      if let times { newTimes?[index & (capacity - 1)] = times[index & mask] }
    }
    values.deallocate()
    suffixes.deallocate()
    times?.deallocate()
    values = newValues
    suffixes = newSuffixes
    times = newTimes
    mask = capacity - 1
  }

  // MARK: - Snapshots

  /// Values and the border between the parts: the aggregates follow from them, bit for bit.
  func save(to writer: inout LambdaStateWriter) {
    writer.put(count)
    writer.put(split - head)
    for index in head..<tail {
      writer.put(values[index & mask])
      if let times { writer.put(times[index & mask]) }
    }
  }

  mutating func restore(from reader: inout LambdaStateReader) throws(LambdaStateError) {
    let count = try reader.count(limit: limit, bytesEach: times == nil ? 8 : 16)
    let older = try reader.count(limit: count, bytesEach: 0)
    (head, split, tail, newer) = (0, 0, 0, .empty)
    for index in 0..<count {
      if index == older {
        split = tail
        fillSuffixes()
        newer = .empty
      }
      append(try reader.double(), at: times == nil ? 0 : try reader.int64())
    }
    if older == count {
      split = tail
      fillSuffixes()
      newer = .empty
    }
  }
}
