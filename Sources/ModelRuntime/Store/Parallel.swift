import Glibc
import Locks
import Synchronization

/// Blocking work on threads of its own, so that it never occupies an event loop or Swift's pool.
enum Parallel {
  /// `transform` of every element, in order; at most one thread per core works at a time.
  static func map<Element: Sendable, Output: Sendable>(
    _ elements: [Element], _ transform: @escaping @Sendable (Element) -> Output
  ) -> [Output] {
    let workers = min(elements.count, max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))))
    guard workers > 1 else { return elements.map(transform) }
    let work = Work(elements, transform)
    var threads: [pthread_t] = []
    for _ in 1..<workers {
      if let thread = start({ work.run() }) { threads.append(thread) }
    }
    work.run()
    for thread in threads { pthread_join(thread, nil) }
    return work.results.withLock { results in results.map { $0! } }
  }

  /// Starts a thread for `body`; nil where the system has none to give.
  static func start(_ body: @escaping @Sendable () -> Void) -> pthread_t? {
    let box = Unmanaged.passRetained(Body(body))
    var thread = pthread_t()
    let status = pthread_create(
      &thread, nil,
      { argument in
        Unmanaged<Body>.fromOpaque(argument!).takeRetainedValue().run()
        return nil
      }, box.toOpaque())
    guard status == 0 else {
      box.release()
      return nil
    }
    return thread
  }

  /// Starts a thread for `body` that nobody waits for; false where the system has none to give.
  static func startDetached(_ body: @escaping @Sendable () -> Void) -> Bool {
    guard let thread = start(body) else { return false }
    pthread_detach(thread)
    return true
  }

  /// Starts working out a value on another thread; here, where there is no thread to be had.
  static func begin<Output: Sendable>(_ body: @escaping @Sendable () -> Output) -> Pending<Output> {
    let pending = Pending(body)
    pending.start()
    return pending
  }

  /// A value that another thread works out. Used by the thread that began it.
  final class Pending<Output: Sendable> {
    private let body: @Sendable () -> Output
    private let result = Result()
    private var thread: pthread_t?

    final class Result: Sendable {
      let value = Lock<Output?>(nil)
    }

    fileprivate init(_ body: @escaping @Sendable () -> Output) { self.body = body }

    fileprivate func start() {
      thread = Parallel.start { [body, result] in
        let value = body()
        result.value.withLock { $0 = value }
      }
    }

    /// Waits for the thread.
    func finish() {
      if let thread { pthread_join(thread, nil) }
      thread = nil
    }

    /// The value, once it is there.
    func value() -> Output {
      finish()
      return result.value.withLock { $0 } ?? body()
    }
  }

  private final class Body: Sendable {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  private final class Work<Element: Sendable, Output: Sendable>: Sendable {
    let elements: [Element]
    let transform: @Sendable (Element) -> Output
    let next = Atomic<Int>(0)
    let results: Lock<[Output?]>

    init(_ elements: [Element], _ transform: @escaping @Sendable (Element) -> Output) {
      self.elements = elements
      self.transform = transform
      results = Lock(Array(repeating: nil, count: elements.count))
    }

    func run() {
      while true {
        let index = next.add(1, ordering: .relaxed).oldValue
        guard index < elements.count else { return }
        let output = transform(elements[index])
        results.withLock { $0[index] = output }
      }
    }
  }
}
