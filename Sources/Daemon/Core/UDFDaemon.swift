import CKernel
import KapacitorUDF
import Locks

/// The daemon: event loops, and the UDFs that are served on them. Free of configuration files, signals and systemd,
/// which its users bring: `udfd serve`, and tests.
public final class UDFDaemon: Sendable {
  private struct State {
    /// By name, in the order in which they were configured.
    var served: [ServedUDF] = []
    /// Removed by a reload while they have connections.
    var retired: [ServedUDF] = []
    var isDraining = false
  }

  let house: DaemonHouse
  private let liveness: Liveness
  private let state = Lock(State())

  /// - Parameters:
  ///   - services: what handlers are provided with; its log is the daemon's as well.
  ///   - store: what keeps connections beyond the process.
  public init(
    settings: DaemonSettings, services: HandlerServices,
    store: any ConnectionStore = NoConnectionStore()
  ) throws(DaemonError) {
    kernel_ignore_broken_pipes()
    do {
      house = try DaemonHouse(settings: settings, services: services, store: store)
      for loop in house.loops { try loop.start() }
      liveness = try Liveness(house, maximumBusyNanoseconds: settings.maximumBusyNanoseconds)
    } catch {
      throw .system(error)
    }
  }

  deinit {
    liveness.stop()
    for loop in house.allLoops { loop.stop() }
  }

  /// Ends the loops' threads and waits for that. Its connections must have been drained or handed over; not from a loop.
  public func stop() {
    liveness.stop()
    for loop in house.allLoops { loop.stop() }
    for loop in house.allLoops { loop.waitUntilStopped() }
  }

  public var loops: [EventLoop] { house.loops }

  // MARK: - Services

  /// Serves these UDFs from now on: opens what is new, closes what is gone, and gives new connections the definitions
  /// that are named now. All or nothing: when it throws, nothing has changed.
  public func serve(_ services: [UDFService]) throws(DaemonError) {
    try Self.check(services)
    let before = state.withLock { $0.served }
    var opened: [String: ListeningSocket] = [:]
    for service in services {
      let old = before.first { $0.name == service.name }
      if let old, old.socket != nil, old.service.socket == service.socket { continue }
      if let old, old.service.socket.path == service.socket.path { old.stopListening() }
      do throws(ListenerError) {
        if let descriptor = service.activatedSocket {
          opened[service.name] = try ListeningSocket(
            activated: descriptor, path: service.socket.path)
        } else if let kept = takeUp(service) {
          opened[service.name] = kept
        } else {
          opened[service.name] = try ListeningSocket(service.socket)
        }
      } catch {
        throw .listener(udf: service.name, error)
      }
    }
    replace(before, by: services, opened)
  }

  /// The socket of an earlier process, where that can go on: whoever waits in its queue is served.
  private func takeUp(_ service: UDFService) -> ListeningSocket? {
    guard let kept = service.keptListener else { return nil }
    if let socket = try? ListeningSocket(kept, service.socket) { return socket }
    house.store.remove(name: kept.name)
    return nil
  }

  private static func check(_ services: [UDFService]) throws(DaemonError) {
    var owners: [String: String] = [:]
    var names: Set<String> = []
    for service in services {
      guard names.insert(service.name).inserted else { throw .duplicateName(service.name) }
      if let first = owners.updateValue(service.name, forKey: service.socket.path) {
        throw .duplicateSocket(path: service.socket.path, first: first, second: service.name)
      }
    }
  }

  private func replace(
    _ before: [ServedUDF], by services: [UDFService], _ opened: [String: ListeningSocket]
  ) {
    var served: [ServedUDF] = []
    for (index, service) in services.enumerated() {
      let loop = house.loops[index % house.loops.count]
      let udf =
        before.first { $0.name == service.name } ?? ServedUDF(service, loop: loop, house: house)
      udf.replace(service)
      if let socket = opened[service.name] {
        udf.stopListening()
        udf.listen(on: socket)
      }
      served.append(udf)
    }
    let gone = before.filter { old in !services.contains { $0.name == old.name } }
    for udf in gone { udf.stopListening() }
    state.withLock { state in
      state.served = served
      state.retired = (state.retired + gone).filter { !$0.connections.isEmpty }
    }
  }

  /// Tells every live handler that a new generation of models serves, and every waiting Init to look again.
  public func modelsChanged() {
    for connection in allConnections {
      connection.loop.post { connection.assumeIsolated { $0.modelsChanged() } }
    }
  }

  var allConnections: [HandlerActor] {
    let all = state.withLock { $0.served + $0.retired }
    return all.flatMap(\.connections)
  }

  // MARK: - Ending

  /// Takes no more connections, answers what was read, honours half-closes, and ends every connection. What is not done
  /// at the deadline is abandoned.
  /// - Parameter nanoseconds: time for all that.
  /// - Returns: whether every connection came to its end by itself.
  @discardableResult
  public func drain(within nanoseconds: Int64) -> Bool {
    let deadline = kernel_monotonic_nanoseconds() + nanoseconds
    stopListening()
    for connection in allConnections {
      connection.loop.post { connection.assumeIsolated { $0.drain() } }
    }
    if house.latchWhenEmpty().wait(until: deadline) { return true }
    for connection in allConnections {
      connection.loop.post { connection.assumeIsolated { $0.abandon() } }
    }
    // A handler that never returns holds its loop: the process's end is its end.
    _ = house.latchWhenEmpty().wait(until: kernel_monotonic_nanoseconds() + 1_000_000_000)
    return false
  }

  /// - Parameter deadline: until then, who waits in a socket's queue is accepted; nil: they are let go.
  func stopListening(acceptingRest deadline: Int64? = nil) {
    let udfs = state.withLock { $0.served }
    var waits: [Latch] = []
    for udf in udfs {
      udf.socket?.removeFile()
      let done = deadline.map { _ in Latch() }
      udf.stopListening(acceptingRest: done)
      if let done { waits.append(done) }
    }
    guard let deadline else { return }
    for wait in waits { wait.wait(until: deadline) }
  }

  func servedUDF(named name: String) -> ServedUDF? {
    state.withLock { $0.served.first { $0.name == name } }
  }

  /// Whether connections outlive the process.
  public var keepsConnections: Bool { house.store.isOn }

  // MARK: - Looking at it

  public var status: [UDFStatus] {
    state.withLock { $0.served + $0.retired }.map(\.status)
  }

  public var connections: Int { house.connections }

  public var loopStatus: [LoopStatus] {
    let now = kernel_monotonic_nanoseconds()
    return house.allLoops.map {
      LoopStatus(
        index: $0.index, connections: $0.connections, rounds: $0.rounds,
        busyNanoseconds: $0.busyNanoseconds(at: now))
    }
  }

  /// For how long the busiest loop has been at one round: a watchdog's question.
  public var longestBusyNanoseconds: Int64 {
    let now = kernel_monotonic_nanoseconds()
    return house.allLoops.map { $0.busyNanoseconds(at: now) }.max() ?? 0
  }
}
