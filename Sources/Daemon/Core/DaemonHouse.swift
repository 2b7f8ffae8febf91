import KapacitorUDF
import Locks

/// What all UDFs of a daemon share: loops, log, store, and the count of connections.
final class DaemonHouse: Sendable {
  let loops: [EventLoop]
  let log: any LogSink
  let limitedLog: LimitedLog
  let services: HandlerServices
  let store: any ConnectionStore
  let quarantine: Quarantine
  let connectionLimit: Int
  /// Loops of UDFs that have one of their own, by UDF.
  private let dedicated = Lock<[String: EventLoop]>([:])

  private struct Count {
    var connections = 0
    /// Opened once there are none.
    var whenEmpty: [Latch] = []
  }
  private let count = Lock(Count())

  init(settings: DaemonSettings, services: HandlerServices, store: any ConnectionStore)
    throws(SystemError)
  {
    var loops: [EventLoop] = []
    for index in 0..<settings.loops { loops.append(try EventLoop(index: index)) }
    self.loops = loops
    log = services.log
    limitedLog = LimitedLog(services.log)
    self.services = services
    self.store = store
    quarantine = Quarantine(directory: settings.quarantineDirectory)
    connectionLimit = settings.connectionLimit
  }

  /// The loop for a new connection: the UDF's own where it has one, else that with the fewest connections.
  func loop(for service: UDFService) -> EventLoop {
    guard service.hasOwnLoop else { return quietestLoop() }
    let loop = dedicated.withLock { dedicated -> EventLoop? in
      if let loop = dedicated[service.name] { return loop }
      guard let loop = try? EventLoop(index: loops.count + dedicated.count),
        (try? loop.start()) != nil
      else { return nil }
      dedicated[service.name] = loop
      return loop
    }
    guard let loop else { return quietestLoop() }
    loop.assign()
    return loop
  }

  /// Dedicated ones included.
  var allLoops: [EventLoop] {
    loops + dedicated.withLock { dedicated in dedicated.values.sorted { $0.index < $1.index } }
  }

  /// The loop with the fewest connections.
  func quietestLoop() -> EventLoop {
    var quietest = loops[0]
    for loop in loops.dropFirst() where loop.assigned < quietest.assigned { quietest = loop }
    quietest.assign()
    return quietest
  }

  /// Counts a connection in; false where the limit is reached.
  func admitConnection() -> Bool {
    count.withLock { count in
      guard count.connections < connectionLimit else { return false }
      count.connections += 1
      return true
    }
  }

  /// Counts a connection in that was there before any limit.
  func adoptConnection() {
    count.withLock { $0.connections += 1 }
  }

  func releaseConnection() {
    let latches = count.withLock { count in
      count.connections -= 1
      guard count.connections == 0 else { return [Latch]() }
      defer { count.whenEmpty = [] }
      return count.whenEmpty
    }
    for latch in latches { latch.open() }
  }

  var connections: Int { count.withLock { $0.connections } }

  /// A latch that opens when no connection is left; open at once where there is none.
  func latchWhenEmpty() -> Latch {
    let latch = Latch()
    let isEmpty = count.withLock { count in
      if count.connections > 0 { count.whenEmpty.append(latch) }
      return count.connections == 0
    }
    if isEmpty { latch.open() }
    return latch
  }
}
