/// How long things took, in nanoseconds, in bounded memory: 64 steps per power of two, so that a percentile is right
/// to 1.6%.
public struct LatencyHistogram: Sendable {
  private static let stepBits = 6
  private static let steps = 1 << stepBits
  private var counts = [UInt64](repeating: 0, count: (64 - stepBits) * steps + steps)
  public private(set) var count: UInt64 = 0
  public private(set) var maximumNanoseconds: Int64 = 0
  private var sum = 0.0

  public init() {}

  public var meanNanoseconds: Double { count == 0 ? 0 : sum / Double(count) }

  public mutating func record(_ nanoseconds: Int64) {
    let value = max(0, nanoseconds)
    counts[Self.index(of: UInt64(value))] &+= 1
    count &+= 1
    sum += Double(value)
    maximumNanoseconds = max(maximumNanoseconds, value)
  }

  public mutating func merge(_ other: LatencyHistogram) {
    for index in counts.indices { counts[index] &+= other.counts[index] }
    count &+= other.count
    sum += other.sum
    maximumNanoseconds = max(maximumNanoseconds, other.maximumNanoseconds)
  }

  /// The time that `fraction` (0...1) of what was recorded did not exceed; 0 when nothing was.
  public func percentile(_ fraction: Double) -> Int64 {
    guard count > 0 else { return 0 }
    let rank = UInt64((min(max(fraction, 0), 1) * Double(count)).rounded(.up))
    var seen: UInt64 = 0
    for index in counts.indices {
      seen += counts[index]
      if seen >= max(rank, 1) { return min(Self.upperBound(of: index), maximumNanoseconds) }
    }
    return maximumNanoseconds
  }

  /// How many took how long, in steps of an eighth of a power of two: upper bounds and counts, without empty ends.
  public var bars: [(upToNanoseconds: Int64, count: UInt64)] {
    let width = Self.steps / 8
    var bars: [(upToNanoseconds: Int64, count: UInt64)] = []
    var left = count
    for start in stride(from: 0, to: counts.count, by: width) where left > 0 {
      let sum = counts[start..<start + width].reduce(0, +)
      left -= sum
      guard sum > 0 || !bars.isEmpty else { continue }
      bars.append((Self.upperBound(of: start + width - 1), sum))
    }
    return bars
  }

  private static func index(of value: UInt64) -> Int {
    guard value >= UInt64(steps) else { return Int(value) }
    let exponent = 63 - value.leadingZeroBitCount - stepBits
    return (exponent + 1) * steps + Int((value >> UInt64(exponent)) & UInt64(steps - 1))
  }

  private static func upperBound(of index: Int) -> Int64 {
    guard index >= steps else { return Int64(index) }
    let exponent = index / steps - 1
    let lowest = UInt64(index % steps + steps) << UInt64(exponent)
    return Int64(clamping: lowest + (1 << UInt64(exponent)) - 1)
  }
}
