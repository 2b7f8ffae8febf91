import UDFWire

/// Finds, for each answer of one connection, the point that it answers: the earliest one of the same time and tags.
///
/// Memory is bounded: beyond `window` points without an answer the earliest counts as dropped.
struct AnswerMatcher {
  static let window = 1 << 16

  private struct Entry {
    let point: Point
    let sentAt: Int64
    var isAnswered = false
  }

  private struct Key: Hashable {
    let time: Int64
    /// Of tags in any order.
    let tags: Int

    init(_ point: Point) {
      time = point.timeNanoseconds
      var sum = 0
      for (name, value) in point.tags {
        var hasher = Hasher()
        hasher.combine(name)
        hasher.combine(value)
        sum &+= hasher.finalize()
      }
      tags = sum
    }
  }

  /// Points that wait, in the order sent. Invariant: what lies before `head` is done with, and `entries[head]` is not
  /// answered.
  private var entries: [Entry] = []
  private var head = 0
  /// How many points were taken out of `entries` for good: the number of `entries[0]`.
  private var firstNumber = 0
  /// Numbers of waiting points by key. Kept only once an answer came out of turn: most UDFs never need it.
  private var numbers: [Key: [Int]]?
  private(set) var summary = ReplaySummary()

  mutating func sent(_ point: Point, at time: Int64) {
    if entries.count - head >= Self.window { dropHead() }
    numbers?[Key(point), default: []].append(firstNumber + entries.count)
    entries.append(Entry(point: point, sentAt: time))
  }

  /// What was answered, and how long that took; nil where the UDF made the point itself.
  @discardableResult
  mutating func answered(
    _ answer: Point, at time: Int64
  ) -> (point: Point, latencyNanoseconds: Int64)? {
    summary.answered += 1
    guard let place = place(of: answer) else {
      summary.made += 1
      return nil
    }
    entries[place].isAnswered = true
    let point = entries[place].point
    let latency = time - entries[place].sentAt
    summary.latency.record(latency)
    compare(point, answer)
    advanceHead()
    return (point, latency)
  }

  mutating func batchAnswered() { summary.batchesAnswered += 1 }

  /// No more answers will come: whatever waits was dropped.
  mutating func end() {
    summary.dropped += UInt64(entries[head...].count { !$0.isAnswered })
    entries = []
    head = 0
    numbers = nil
  }

  private mutating func place(of answer: Point) -> Int? {
    if numbers == nil, head < entries.count {
      let next = entries[head].point
      if next.timeNanoseconds == answer.timeNanoseconds, next.tags == answer.tags { return head }
    }
    if numbers == nil { index() }
    let key = Key(answer)
    guard var waiting = numbers?[key], let number = waiting.first else { return nil }
    waiting.removeFirst()
    numbers?[key] = waiting.isEmpty ? nil : waiting
    return number - firstNumber
  }

  private mutating func index() {
    var numbers: [Key: [Int]] = [:]
    for place in head..<entries.count where !entries[place].isAnswered {
      numbers[Key(entries[place].point), default: []].append(firstNumber + place)
    }
    self.numbers = numbers
  }

  private mutating func dropHead() {
    summary.dropped += 1
    let key = Key(entries[head].point)
    // The earliest of a key is the first of its numbers.
    if var waiting = numbers?[key] {
      waiting.removeFirst()
      numbers?[key] = waiting.isEmpty ? nil : waiting
    }
    entries[head].isAnswered = true
    advanceHead()
  }

  private mutating func advanceHead() {
    while head < entries.count, entries[head].isAnswered { head += 1 }
    guard head > 4096, head * 2 > entries.count else { return }
    entries.removeFirst(head)
    firstNumber += head
    head = 0
  }

  private mutating func compare(_ point: Point, _ answer: Point) {
    for (name, value) in answer.fields {
      guard let before = point.fields[name] else {
        summary.fields[name, default: .init()].added += 1
        continue
      }
      if !Self.isSame(before, value) { summary.fields[name, default: .init()].changed += 1 }
    }
    for (name, _) in point.fields where answer.fields[name] == nil {
      summary.fields[name, default: .init()].removed += 1
    }
  }

  /// NaN is the same as itself here: nothing was changed.
  private static func isSame(_ left: FieldValue, _ right: FieldValue) -> Bool {
    if case .double(let left) = left, case .double(let right) = right {
      return left.bitPattern == right.bitPattern
    }
    return left == right
  }
}
