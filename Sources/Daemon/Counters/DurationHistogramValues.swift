/// A histogram of durations at one moment.
public struct DurationHistogramValues: Sendable, Equatable {
  /// How many durations fell into each bucket; the last one has those above all bounds.
  public var counts = [UInt64](repeating: 0, count: DurationBuckets.count)
  public var sumNanoseconds: UInt64 = 0

  public init() {}

  public var count: UInt64 { counts.reduce(0, &+) }

  public static func += (sum: inout DurationHistogramValues, more: DurationHistogramValues) {
    for index in sum.counts.indices { sum.counts[index] &+= more.counts[index] }
    sum.sumNanoseconds &+= more.sumNanoseconds
  }
}
