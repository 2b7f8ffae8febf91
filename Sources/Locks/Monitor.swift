import Glibc

/// A value that threads share: changed under a lock, and waited on until it is as wanted.
///
/// The pointers live exactly as long as the monitor: a pthread condition must not move, and a state without a size that
/// stood in the object itself would have the address of the object's head, which is read without the lock. It is
/// `Sendable` because `state` is only ever touched with the mutex held.
public final class Monitor<State>: @unchecked Sendable {
  private let mutex = PthreadMutex()
  private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private let state = UnsafeMutablePointer<State>.allocate(capacity: 1)

  public init(_ state: sending State) {
    self.state.initialize(to: state)
    changed.initialize(to: pthread_cond_t())
    var attributes = pthread_condattr_t()
    pthread_condattr_init(&attributes)
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
    precondition(pthread_cond_init(changed, &attributes) == 0, "no memory for a condition")
    pthread_condattr_destroy(&attributes)
  }

  deinit {
    pthread_cond_destroy(changed)
    changed.deallocate()
    state.deinitialize(count: 1)
    state.deallocate()
  }

  /// Reads or changes the state. Whoever waits looks at it again afterwards when `wakes` is true.
  public func withLock<Result, Failure: Error>(
    wakes: Bool = true, _ body: (inout State) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    mutex.lock()
    defer {
      if wakes { pthread_cond_broadcast(changed) }
      mutex.unlock()
    }
    return try body(&state.pointee)
  }

  /// Waits until `look` gives a value, or until the monotonic clock reads `deadline` (nanoseconds): then nil.
  public func wait<Result>(until deadline: Int64 = .max, for look: (inout State) -> Result?)
    -> Result?
  {
    var time = timespec(
      tv_sec: Int(deadline / 1_000_000_000), tv_nsec: Int(deadline % 1_000_000_000))
    mutex.lock()
    defer { mutex.unlock() }
    while true {
      if let result = look(&state.pointee) { return result }
      if pthread_cond_timedwait(changed, mutex.pointer, &time) == ETIMEDOUT {
        return look(&state.pointee)
      }
    }
  }
}
