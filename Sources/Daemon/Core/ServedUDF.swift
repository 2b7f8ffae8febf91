import CKernel
import KapacitorUDF
import Locks

/// One UDF that the daemon serves: its listener, its live connections, and the sums of those that have ended.
final class ServedUDF: ConnectionOwner {
  private struct State {
    var service: UDFService
    var listener: ConnectionListener?
    var listenerLoop: EventLoop
    var connections: [ConnectionIdentity: HandlerActor] = [:]
    /// Which connection came when: identities are random, and who reads a status wants it in the same order each time.
    var places: [ConnectionIdentity: UInt64] = [:]
    var nextPlace: UInt64 = 0
    var ended = CounterValues()
    var accepted: UInt64 = 0
    var refused: UInt64 = 0
  }

  let name: String
  private let state: Lock<State>
  private let house: DaemonHouse

  init(_ service: UDFService, loop: EventLoop, house: DaemonHouse) {
    name = service.name
    self.house = house
    state = Lock(State(service: service, listenerLoop: loop))
  }

  // MARK: - Listening

  var service: UDFService { state.withLock { $0.service } }

  /// Serves new connections by another definition; running ones keep theirs.
  func replace(_ service: UDFService) {
    state.withLock { $0.service = service }
  }

  func listen(on socket: ListeningSocket) {
    let name = self.name
    let (listener, loop) = state.withLock { state in
      let listener = ConnectionListener(socket, udf: name, loop: state.listenerLoop, log: house.log)
      {
        [weak self] descriptor in self?.accept(descriptor)
      }
      state.listener = listener
      return (listener, state.listenerLoop)
    }
    if !socket.isKept, let kept = socket.storeName(udf: name) {
      house.store.store(listener: socket.descriptor, name: kept)
    }
    loop.post { listener.open() }
  }

  /// Takes no more connections. Those that there are go on.
  /// - Parameter done: opened when nobody is left in the socket's queue: they are accepted before it is closed.
  func stopListening(acceptingRest done: Latch? = nil) {
    let (listener, loop) = state.withLock { state in
      defer { state.listener = nil }
      return (state.listener, state.listenerLoop)
    }
    guard let listener else {
      done?.open()
      return
    }
    if let kept = listener.socket.storeName(udf: name) { house.store.remove(name: kept) }
    // Its socket file goes with the last reference, after it has left epoll.
    loop.post {
      if done != nil { listener.acceptRest() }
      listener.close()
      done?.open()
    }
  }

  var socket: ListeningSocket? { state.withLock { $0.listener?.socket } }

  // MARK: - Connections

  /// On the listener's loop.
  private func accept(_ descriptor: Int32) {
    let service = self.service
    let live = state.withLock { state in
      state.accepted &+= 1
      return state.connections.count
    }
    guard live < service.connectionLimit else {
      return refuse(
        descriptor, "it has \(live) connections already; raise max_connections if that is meant")
    }
    guard house.admitConnection() else {
      return refuse(
        descriptor,
        "the daemon has \(house.connectionLimit) connections already; raise max_connections in [daemon] if that is meant"
      )
    }
    let identity = ConnectionIdentity.unique()
    do {
      let keepsState = service.definition.keepsState && house.store.isOn
      let layout = JournalLayout(
        maximumFrameBytes: service.connection.maximumFrameBytes, keepsState: keepsState)
      let journal = try Journal(
        creating: layout, connection: identity.number, udf: name, keepsState: keepsState)
      house.store.store(
        connection: descriptor, journal: journal.descriptor, name: identity.storeName)
      serve(descriptor, journal, service, identity, isAdopted: false)
    } catch {
      house.releaseConnection()
      refuse(descriptor, "\(error)")
    }
  }

  private func refuse(_ descriptor: Int32, _ reason: String) {
    _ = kernel_shutdown(descriptor)
    kernel_close(descriptor)
    state.withLock { $0.refused &+= 1 }
    house.limitedLog.write(
      .error, kind: "refused \(name)", "a connection was refused: \(reason)", udf: name)
  }

  /// Goes on with a connection of an earlier process.
  func adopt(
    _ descriptor: Int32, _ journal: consuming sending Journal, _ identity: ConnectionIdentity
  ) {
    house.adoptConnection()
    serve(descriptor, journal, service, identity, isAdopted: true)
  }

  private func serve(
    _ descriptor: Int32, _ journal: consuming sending Journal, _ service: UDFService,
    _ identity: ConnectionIdentity, isAdopted: Bool
  ) {
    let loop = house.loop(for: service)
    let connection = HandlerActor(
      journal, descriptor: descriptor, isAdopted: isAdopted, loop: loop, service: service,
      identity: identity, owner: self, services: house.services, quarantine: house.quarantine)
    state.withLock { state in
      state.connections[identity] = connection
      state.places[identity] = state.nextPlace
      state.nextPlace += 1
    }
    loop.post { connection.assumeIsolated { $0.start() } }
  }

  func connectionEnded(_ connection: HandlerActor) {
    house.store.remove(name: connection.identity.storeName)
    forget(connection)
  }

  func connectionHandedOver(_ connection: HandlerActor) { forget(connection) }

  private func forget(_ connection: HandlerActor) {
    state.withLock { state in
      state.connections[connection.identity] = nil
      state.places[connection.identity] = nil
      state.ended += connection.counters.snapshot
    }
    connection.loop.unassign()
    house.releaseConnection()
  }

  var connections: [HandlerActor] { state.withLock { Array($0.connections.values) } }

  var status: UDFStatus {
    state.withLock { state in
      var totals = state.ended
      for connection in state.connections.values { totals += connection.counters.snapshot }
      return UDFStatus(
        name: name, socketPath: state.service.socket.path, isListening: state.listener != nil,
        accepted: state.accepted, refused: state.refused, totals: totals,
        connections: state.connections.sorted {
          state.places[$0.key, default: 0] < state.places[$1.key, default: 0]
        }.map { ConnectionStatus($0.value) })
    }
  }
}

extension SessionConfiguration {
  /// - Parameter connection: the journal's own number, random when it was made and the same in every process.
  init(_ settings: ConnectionSettings, connection: UInt64) {
    self.init(
      maximumFrameBytes: settings.maximumFrameBytes, outputRoomBytes: Journal.promisedRoomBytes,
      seed: connection)
  }
}
