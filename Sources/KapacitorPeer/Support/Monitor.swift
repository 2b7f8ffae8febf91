import Glibc

/// A value that threads share: changed under a lock, and waited on until it is as wanted.
///
/// Not the standard library's `Mutex`: it cannot be waited on, and ThreadSanitizer does not see it, which knows pthreads.
///
/// The pointers are needed because a pthread mutex must not move; they live exactly as long as the monitor. It is
/// `Sendable` because `state` is only ever touched with the mutex held.
final class Monitor<State>: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var state: State

  init(_ state: State) {
    self.state = state
    mutex.initialize(to: pthread_mutex_t())
    changed.initialize(to: pthread_cond_t())
    var attributes = pthread_condattr_t()
    pthread_condattr_init(&attributes)
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
    precondition(pthread_mutex_init(mutex, nil) == 0, "no memory for a mutex")
    precondition(pthread_cond_init(changed, &attributes) == 0, "no memory for a condition")
    pthread_condattr_destroy(&attributes)
  }

  deinit {
    pthread_cond_destroy(changed)
    pthread_mutex_destroy(mutex)
    changed.deallocate()
    mutex.deallocate()
  }

  /// Reads or changes the state. Whoever waits looks at it again afterwards when `wakes` is true.
  func withLock<Result, Failure: Error>(
    wakes: Bool = true, _ body: (inout State) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    pthread_mutex_lock(mutex)
    defer {
      if wakes { pthread_cond_broadcast(changed) }
      pthread_mutex_unlock(mutex)
    }
    return try body(&state)
  }

  /// Waits until `look` gives a value, or until the monotonic clock reads `deadline`: then nil.
  func wait<Result>(until deadline: Int64, for look: (inout State) -> Result?) -> Result? {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while true {
      if let result = look(&state) { return result }
      if MonotonicClock.nanoseconds() >= deadline { return nil }
      var time = timespec(
        tv_sec: Int(deadline / 1_000_000_000), tv_nsec: Int(deadline % 1_000_000_000))
      pthread_cond_timedwait(changed, mutex, &time)
    }
  }
}
