import Glibc

/// A value that threads share, read and changed by one of them at a time.
///
/// It is used as the standard library's `Mutex` is, and exists because ThreadSanitizer does not see what `Mutex` does
/// where threads meet: docs/decisions/0008-locks.md has the measurement.
///
/// The value lies behind a pointer, so that a lock that is borrowed by several threads at once can change it. It is
/// `Sendable` whatever the value is, because the value comes from nowhere else and goes nowhere else (`sending`), and
/// is only touched with the mutex held.
public struct Lock<Value: ~Copyable>: ~Copyable, @unchecked Sendable {
  @usableFromInline let mutex = PthreadMutex()
  @usableFromInline let value: UnsafeMutablePointer<Value>

  public init(_ value: consuming sending Value) {
    self.value = .allocate(capacity: 1)
    self.value.initialize(to: value)
  }

  deinit {
    value.deinitialize(count: 1)
    value.deallocate()
  }

  /// Runs `body` while no other thread is at the value. Not reentrant: `body` must not come back to this lock.
  @inlinable
  public borrowing func withLock<Result: ~Copyable, Failure: Error>(
    _ body: (inout sending Value) throws(Failure) -> sending Result
  ) throws(Failure) -> sending Result {
    mutex.lock()
    defer { mutex.unlock() }
    return try body(&value.pointee)
  }
}
