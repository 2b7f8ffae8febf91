import Glibc
import KapacitorUDF
import UDFWire

/// A UDF served in this very process, over a socket pair and a thread of its own: the same session as anywhere, with no
/// daemon around it.
public struct InProcessUDF: Sendable {
  private let definition: any UDFDefinition
  private let services: HandlerServices
  private let configuration: SessionConfiguration

  public init(
    _ definition: any UDFDefinition, services: HandlerServices = HandlerServices(),
    configuration: SessionConfiguration = SessionConfiguration()
  ) {
    self.definition = definition
    self.services = services
    self.configuration = configuration
  }

  /// Begins to serve one connection; the task's end of it is returned. The thread ends when that is closed.
  public func connect() throws -> UnixSocket {
    let (udfSide, taskSide) = try UnixSocket.pair()
    try serve(udfSide)
    return taskSide
  }

  /// Serves a connection on a thread of its own until it ends.
  func serve(_ connection: UnixSocket) throws(TransportError) {
    let thread = try WorkerThread("udf") {
      var server = SessionServer(connection, definition, services, configuration)
      server.serve()
    }
    thread.detach()
  }

  /// What the UDF says of itself, asked as Kapacitor asks.
  public func information() throws -> InfoResponse {
    try KapacitorTask(adopting: connect()).information()
  }
}

/// Blocking reads and writes around a `UDFSession`.
private struct SessionServer: ~Copyable {
  private let socket: UnixSocket
  private let services: HandlerServices
  private let outputBytes: Int
  private var session: UDFSession
  private let output: UnsafeMutableRawBufferPointer
  private let spill = HeapSpill()
  /// Bytes that came and are not consumed.
  private var input: [UInt8] = []

  init(
    _ socket: UnixSocket, _ definition: any UDFDefinition, _ services: HandlerServices,
    _ configuration: SessionConfiguration
  ) {
    self.socket = socket
    self.services = services
    outputBytes = max(1 << 18, 2 * configuration.outputRoomBytes)
    output = .allocate(byteCount: outputBytes, alignment: 64)
    session = UDFSession(definition: definition, configuration: configuration, services: services)
  }

  deinit { output.deallocate() }

  mutating func serve() {
    defer { socket.shutdownBoth() }
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 64)
    defer { buffer.deallocate() }
    while session.phase != .finished {
      if let wake = session.wakeTimeNanoseconds, !waitForInput(until: wake) {
        guard send({ session, writer in session.timeReached(wake, &writer) }) != nil else { return }
        continue
      }
      guard let count = try? socket.receive(into: buffer) else { return }
      guard count > 0 else { break }
      input.append(contentsOf: buffer[..<count])
      guard processInput() else { return }
    }
    _ = send { session, writer in
      session.endOfInput(&writer)
      return SessionProgress(consumed: 0, state: .finished)
    }
  }

  /// Handles what is complete; false when the connection is of no use any more.
  private mutating func processInput() -> Bool {
    while true {
      // Taken out so that removing what is consumed does not copy the rest.
      var bytes: [UInt8] = []
      swap(&bytes, &input)
      let progress = send { session, writer in
        bytes.withUnsafeBytes { session.process($0, &writer) }
      }
      guard let progress else { return false }
      bytes.removeFirst(progress.consumed)
      swap(&bytes, &input)
      switch progress.state {
      case .needsInput, .finished: return true
      case .needsOutputRoom: continue
      case .waitingForDefinition: usleep(10_000)
      }
    }
  }

  /// Runs the session with an empty output and sends what it wrote; nil when that cannot be sent.
  private mutating func send(
    _ body: (inout UDFSession, inout ResponseWriter) -> SessionProgress
  ) -> SessionProgress? {
    var writer = ResponseWriter(
      base: output.baseAddress!, capacity: outputBytes, spill: spill)
    let progress = body(&session, &writer)
    writer.flush()
    do {
      try socket.send(UnsafeRawBufferPointer(rebasing: output[..<writer.count]))
      try socket.send(spill.bytes(writer.spilledCount))
    } catch { return nil }
    return progress
  }

  /// Waits until something can be read (true) or the time has come (false).
  private func waitForInput(until wakeNanoseconds: Int64) -> Bool {
    while true {
      let left = wakeNanoseconds - services.clock.nowNanoseconds
      guard left > 0 else { return false }
      var poller = pollfd(fd: socket.descriptor, events: Int16(POLLIN), revents: 0)
      let milliseconds = min(left / 1_000_000 + 1, 60_000)
      if poll(&poller, 1, Int32(milliseconds)) > 0 { return true }
    }
  }
}
