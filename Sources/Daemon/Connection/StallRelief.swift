/// When a connection whose peer takes no answers is read from all the same.
///
/// A task that is disabled is aborted: Kapacitor's reader is gone at once, but its writer may be inside of a write to a
/// full socket, and Kapacitor waits for it without end (udf/server.go, `stop`). As long as back-pressure keeps us from
/// reading, each side waits for the other: `kapacitor disable` never returns. One read lets that write return, and its
/// writer see that it was aborted. So a stall is relieved by a read now and then, into the room that the inbound ring
/// has left. Each wait is twice as long as the one before, so that the room lasts for longer than a stall that ends by
/// itself: Kapacitor gives up on a UDF that is silent for three times its timeout.
struct StallRelief {
  static let firstWaitNanoseconds: Int64 = 1_000_000_000
  /// With no room left to read into, and no answer taken for so long, the task is given up: Kapacitor has done so long
  /// ago, and may be waiting for us in a write that would never return. Far above any timeout that it is configured with.
  static let giveUpNanoseconds: Int64 = 600_000_000_000

  /// The stall that `next` is about, by the time at which it began.
  private var stall: Int64 = 0
  private var wait = Self.firstWaitNanoseconds
  private var next: Int64 = 0
  /// The next read may go beyond the high-water mark.
  var isDue = false

  /// When a stall that began at `stalledSince` is relieved next.
  func time(of stalledSince: Int64) -> Int64 {
    stalledSince == stall ? next : stalledSince &+ Self.firstWaitNanoseconds
  }

  /// - Parameter stalledSince: when the stall began; 0: there is none.
  mutating func advance(_ stalledSince: Int64, now: Int64) {
    isDue = false
    guard stalledSince != 0, now >= time(of: stalledSince) else { return }
    if stalledSince != stall {
      stall = stalledSince
      wait = Self.firstWaitNanoseconds
    }
    isDue = true
    wait = min(wait &* 2, 1 << 50)
    next = now &+ wait
  }
}
