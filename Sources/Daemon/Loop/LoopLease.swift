import Glibc
import Synchronization

/// Says who may send for a loop's connections: its own thread, or, while a handler holds that, the liveness thread.
///
/// For the loop it costs a store and one compare-and-swap for each burst. The liveness thread's part is short (a few
/// sends that never block), so the loop spins for it.
final class LoopLease: Sendable {
  private static let kept: UInt8 = 0
  private static let lent: UInt8 = 1
  private static let borrowed: UInt8 = 2

  private let state = Atomic<UInt8>(LoopLease.kept)

  /// The loop enters a handler.
  @inline(__always)
  func lend() { state.store(Self.lent, ordering: .releasing) }

  /// The loop has left it.
  @inline(__always)
  func takeBack() {
    while !state.compareExchange(
      expected: Self.lent, desired: Self.kept, ordering: .acquiringAndReleasing
    ).exchanged {
      sched_yield()
    }
  }

  /// Whether a handler holds the loop; then the lease is the caller's until `giveBack`.
  func borrow() -> Bool {
    state.compareExchange(
      expected: Self.lent, desired: Self.borrowed, ordering: .acquiringAndReleasing
    ).exchanged
  }

  func giveBack() { state.store(Self.lent, ordering: .releasing) }
}
