import Glibc

/// Lets threads wait until it is opened, or until a deadline.
public final class Latch: Sendable {
  private let isOpened = Monitor(false)

  public init() {}

  public func open() {
    isOpened.withLock { $0 = true }
  }

  /// Whether it was opened within so many milliseconds.
  public func wait(milliseconds: Int32) -> Bool {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return wait(
      until: Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
        + Int64(milliseconds) * 1_000_000)
  }

  /// Whether it was opened before the deadline (monotonic nanoseconds).
  @discardableResult
  public func wait(until deadline: Int64 = .max) -> Bool {
    isOpened.wait(until: deadline) { $0 ? true : nil } ?? false
  }
}
