import UDFWire

/// One use of a UDF in a running task, as Kapacitor conducts it: connect, Init, Restore, data with keepalives and
/// snapshots in between, then either `finish` (half-close, and read until the UDF closes) or `abort`.
///
/// Any thread may call it; frames are never interleaved. The first thing that would make Kapacitor fail is kept and
/// thrown by every later call.
public final class KapacitorTask: Sendable {
  let connection: TaskConnection

  /// Connects and begins to read and to send keepalives.
  ///
  /// - Parameter onData: gets begins, points and ends in the order they came, on the reading thread, which waits for it:
  ///   a slow receiver makes Kapacitor a slow reader. Without it they are collected in `received`.
  public init(
    socket path: String, settings: TaskSettings = TaskSettings(),
    onData: (@Sendable ([Response]) -> Void)? = nil
  ) throws {
    let socket = try UnixSocket(connectingTo: path, patience: settings.patience)
    connection = TaskConnection(socket, settings, onData)
    try connection.start()
  }

  /// The same over a connected socket, such as one half of a pair.
  public init(
    adopting socket: UnixSocket, settings: TaskSettings = TaskSettings(),
    onData: (@Sendable ([Response]) -> Void)? = nil
  ) throws {
    connection = TaskConnection(socket, settings, onData)
    try connection.start()
  }

  deinit { connection.abort() }

  /// The process that listens on the socket, where the kernel knows it.
  public var listeningProcess: Int32? { connection.socket.listeningProcess }

  // MARK: Questions

  /// What Kapacitor asks when it starts: Info on a connection of its own, then half-close, and wait until the UDF closes.
  public static func information(
    socket path: String, settings: TaskSettings = TaskSettings()
  ) throws -> InfoResponse {
    try KapacitorTask(socket: path, settings: settings).information()
  }

  /// Asks for Info and ends the connection, as Kapacitor does when it starts.
  public func information() throws -> InfoResponse {
    let answer = try connection.ask(\.info, .info, "it was asked for Info")
    try finish()
    guard case .info(let info) = answer else { preconditionFailure("the audit let it through") }
    return info
  }

  /// Starts the UDF with the TICKscript's options, in their order.
  /// - Throws: `PeerFault` of kind `refusedInit` with the text that `kapacitor show` would print.
  public func initialize(options: [Option] = []) throws {
    let settings = connection.settings
    let request = InitRequest(
      options: options, taskID: settings.taskID, nodeID: settings.nodeID)
    _ = try connection.ask(
      \.initialize, .initialize(request), "its task was being started")
  }

  /// Gives back a snapshot, as Kapacitor does after Init when it holds one, also when it is empty.
  /// - Throws: `PeerFault` of kind `refusedRestore` with the text that stops the task.
  public func restore(_ snapshot: [UInt8]) throws {
    _ = try connection.ask(
      \.restore, .restore(RestoreRequest(snapshot: snapshot)), "a snapshot was being restored")
  }

  /// Asks for the UDF's state.
  public func snapshot() throws -> [UInt8] {
    let answer = try connection.ask(
      \.snapshot, .snapshot, "it was asked for a snapshot")
    guard case .snapshot(let response) = answer else {
      preconditionFailure("the audit let it through")
    }
    return response.snapshot
  }

  /// The latest snapshot that was taken at `snapshotInterval`; nil before the first.
  public var latestSnapshot: [UInt8]? { connection.latestSnapshot }

  // MARK: Data

  public func send(_ point: Point) throws { try send(.point(point)) }
  public func send(_ begin: BeginBatch) throws { try send(.begin(begin)) }
  public func send(_ end: EndBatch) throws { try send(.end(end)) }

  /// A keepalive beside those that go out by themselves.
  public func sendKeepalive() throws {
    try send(.keepalive(KeepaliveRequest(timeNanoseconds: WallClock.nanoseconds())))
  }

  private func send(_ request: Request) throws { try send(frame: request.frame()) }

  /// One encoded frame, written as `writeMode` says.
  public func send(frame: [UInt8]) throws {
    _ = try frame.withUnsafeBytes { try connection.send(frame: $0) }
  }

  /// Any bytes in one write: several frames, or whatever a test wants a UDF to see.
  public func send(bytes: UnsafeRawBufferPointer) throws { try connection.send(bytes: bytes) }

  /// Begins, points and ends that came and that `onData` did not take.
  public var received: [Response] { connection.received }
  public var receivedPoints: [Point] {
    received.compactMap { if case .point(let point) = $0 { point } else { nil } }
  }

  /// Waits until so many begins, points and ends have come in all.
  /// - Throws: `PeerFault` of kind `silent` when they do not come in time.
  public func waitForData(count: Int, within limit: Duration = .seconds(30)) throws {
    try connection.waitForData(count: count, within: limit)
  }

  // MARK: The end

  /// Ends the task's input and reads until the UDF closes, as Kapacitor does when a replay or a batch task ends.
  /// - Throws: the first fault, `closedEarly` and a batch left open among them.
  public func finish(within limit: Duration = .seconds(300)) throws {
    try connection.finish(within: limit)
  }

  /// Drops the task as Kapacitor does when it is disabled: what is in flight is thrown away.
  public func abort() { connection.abort() }
}
