import Glibc

/// A thread of this process that runs one closure. Blocking work belongs on one of these, never on Swift's own pool.
struct WorkerThread: Sendable {
  private let handle: pthread_t

  /// Holds the closure until the new thread takes it over.
  private final class Work {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  /// - Parameter name: what an error names.
  init(_ name: String, _ body: @escaping @Sendable () -> Void) throws(TransportError) {
    let work = Unmanaged.passRetained(Work(body))
    var handle = pthread_t()
    let status = pthread_create(
      &handle, nil,
      { argument in
        Unmanaged<Work>.fromOpaque(argument!).takeRetainedValue().body()
        return nil
      }, work.toOpaque())
    guard status == 0 else {
      work.release()
      throw TransportError(
        subject: "thread \(name)", cause: String(cString: strerror(status)),
        remedy: "use fewer connections, or raise the limit on threads (ulimit -u)")
    }
    self.handle = handle
  }

  /// Waits for its end. Every thread is either joined or detached, once: until then its stack stays allocated.
  func join() { pthread_join(handle, nil) }

  /// Leaves it to itself: it is cleared away when it ends.
  func detach() { pthread_detach(handle) }
}
