import KapacitorUDF
import Synchronization

/// A clock that stands until a test moves it.
public final class ManualClock: HandlerClock {
  private let time: Atomic<Int64>

  public init(nanoseconds: Int64 = 0) { time = Atomic(nanoseconds) }

  public var nowNanoseconds: Int64 { time.load(ordering: .relaxed) }

  public func advance(by duration: Duration) {
    time.add(duration.wholeNanoseconds, ordering: .relaxed)
  }
}
