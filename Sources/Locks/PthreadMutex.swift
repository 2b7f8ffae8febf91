import Glibc

/// A pthread mutex with one owner.
///
/// The pointer is needed because a pthread mutex must not move; it lives exactly as long as this value.
@usableFromInline
struct PthreadMutex: ~Copyable, @unchecked Sendable {
  // Unchecked: pthread functions may be called on the pointer from any thread, and nothing else is done with it.
  @usableFromInline let pointer: UnsafeMutablePointer<pthread_mutex_t>

  init() {
    pointer = .allocate(capacity: 1)
    pointer.initialize(to: pthread_mutex_t())
    precondition(pthread_mutex_init(pointer, nil) == 0, "no memory for a mutex")
  }

  deinit {
    pthread_mutex_destroy(pointer)
    pointer.deallocate()
  }

  @inlinable
  func lock() { pthread_mutex_lock(pointer) }

  @inlinable
  func unlock() { pthread_mutex_unlock(pointer) }
}
