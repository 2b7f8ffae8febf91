import Synchronization

/// The published counters of one connection: written by its loop once a turn, read from any thread.
///
/// Each value is atomic by itself (relaxed): a reader may see one turn's points before its bytes, never a torn number.
/// Unsafe inside: a fixed array of atomics, allocated once and freed with the object.
public final class ConnectionCounters: @unchecked Sendable {
  private let values: UnsafeMutablePointer<Atomic<UInt64>>
  private static let count = ConnectionCounter.allCases.count
  /// How long the handler took at each go.
  public let handlerTime = DurationHistogram()

  init() {
    values = .allocate(capacity: Self.count)
    for index in 0..<Self.count { (values + index).initialize(to: Atomic(0)) }
  }

  deinit {
    values.deinitialize(count: Self.count)
    values.deallocate()
  }

  @inline(__always)
  func publish(_ counter: ConnectionCounter, _ value: UInt64) {
    values[counter.rawValue].store(value, ordering: .relaxed)
  }

  /// Adds to a counter that no session counts. On the connection's loop alone.
  @inline(__always)
  func add(_ counter: ConnectionCounter, _ amount: UInt64 = 1) {
    let old = values[counter.rawValue].load(ordering: .relaxed)
    values[counter.rawValue].store(old &+ amount, ordering: .relaxed)
  }

  public func value(_ counter: ConnectionCounter) -> UInt64 {
    values[counter.rawValue].load(ordering: .relaxed)
  }

  public var snapshot: CounterValues {
    var snapshot = CounterValues()
    for counter in ConnectionCounter.allCases { snapshot[counter] = value(counter) }
    snapshot.handlerTime = handlerTime.snapshot
    return snapshot
  }
}
