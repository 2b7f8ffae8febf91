import Synchronization

/// How long things took, in buckets that Prometheus can take quantiles of: written by one thread, read by any.
///
/// Recording is two loads and two stores (relaxed), no lock and no allocation. A reader may see a recording's bucket
/// before its sum, never a torn number.
public final class DurationHistogram: @unchecked Sendable {
  // Unsafe inside: a fixed array of atomics, allocated once and freed with the object.
  private let counts: UnsafeMutablePointer<Atomic<UInt64>>
  private let sum = Atomic<UInt64>(0)

  init() {
    counts = .allocate(capacity: DurationBuckets.count)
    for index in 0..<DurationBuckets.count { (counts + index).initialize(to: Atomic(0)) }
  }

  deinit {
    counts.deinitialize(count: DurationBuckets.count)
    counts.deallocate()
  }

  /// On the writing thread alone.
  @inline(__always)
  func record(nanoseconds: Int64) {
    let bucket = DurationBuckets.index(of: nanoseconds)
    counts[bucket].store(counts[bucket].load(ordering: .relaxed) &+ 1, ordering: .relaxed)
    let time = UInt64(max(0, nanoseconds))
    sum.store(sum.load(ordering: .relaxed) &+ time, ordering: .relaxed)
  }

  public var snapshot: DurationHistogramValues {
    var values = DurationHistogramValues()
    for index in 0..<DurationBuckets.count {
      values.counts[index] = counts[index].load(ordering: .relaxed)
    }
    values.sumNanoseconds = sum.load(ordering: .relaxed)
    return values
  }
}
