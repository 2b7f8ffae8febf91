/// One line over time: of each bucket how many values it has, their least, greatest and sum.
public struct TimeTrack: Sendable {
  public struct Bucket: Sendable, Equatable {
    public var count: UInt64 = 0
    public var least = Double.infinity
    public var greatest = -Double.infinity
    public var sum = 0.0

    mutating func add(_ value: Double) {
      count += 1
      least = min(least, value)
      greatest = max(greatest, value)
      sum += value
    }

    mutating func merge(_ other: Bucket) {
      count += other.count
      least = min(least, other.least)
      greatest = max(greatest, other.greatest)
      sum += other.sum
    }
  }

  public private(set) var buckets: [Bucket]

  init(count: Int) { buckets = Array(repeating: Bucket(), count: count) }

  /// All values as one.
  public var total: Bucket {
    buckets.reduce(into: Bucket()) { $0.merge($1) }
  }

  mutating func add(_ value: Double, at place: Int) { buckets[place].add(value) }

  mutating func grow(to count: Int, shiftedBy shift: Int) {
    var grown = [Bucket](repeating: Bucket(), count: count)
    for (index, bucket) in buckets.enumerated() { grown[index + shift] = bucket }
    buckets = grown
  }

  mutating func halve(to count: Int, startingOdd isOdd: Bool) {
    var halved = [Bucket](repeating: Bucket(), count: count)
    for (index, bucket) in buckets.enumerated() {
      halved[(index + (isOdd ? 1 : 0)) / 2].merge(bucket)
    }
    buckets = halved
  }
}
