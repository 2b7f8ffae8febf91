import CKernel
import Glibc

/// Lets threads wait until it is opened, or until a deadline.
///
/// Unsafe inside: a pthread mutex and condition need addresses that stay.
public final class Latch: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var isOpened = false

  public init() {
    mutex.initialize(to: pthread_mutex_t())
    pthread_mutex_init(mutex, nil)
    condition.initialize(to: pthread_cond_t())
    var attributes = pthread_condattr_t()
    pthread_condattr_init(&attributes)
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
    pthread_cond_init(condition, &attributes)
    pthread_condattr_destroy(&attributes)
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
  }

  public func open() {
    pthread_mutex_lock(mutex)
    isOpened = true
    pthread_cond_broadcast(condition)
    pthread_mutex_unlock(mutex)
  }

  /// Whether it was opened within so many milliseconds.
  public func wait(milliseconds: Int32) -> Bool {
    wait(until: kernel_monotonic_nanoseconds() + Int64(milliseconds) * 1_000_000)
  }

  /// Whether it was opened before the deadline (monotonic nanoseconds).
  @discardableResult
  public func wait(until deadline: Int64 = .max) -> Bool {
    var time = timespec(
      tv_sec: Int(deadline / 1_000_000_000), tv_nsec: Int(deadline % 1_000_000_000))
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while !isOpened {
      if pthread_cond_timedwait(condition, mutex, &time) == ETIMEDOUT { return isOpened }
    }
    return true
  }
}
