import KapacitorUDF
import UDFWire

/// Drives a session in memory, as a daemon would from its socket: bytes in, responses out.
public struct SessionDriver: ~Copyable {
  public var session: UDFSession
  /// What was answered, held against Kapacitor's rules.
  public private(set) var answers: ResponseRules
  /// All bytes that were written, in order.
  public private(set) var output: [UInt8] = []
  /// How the last call ended.
  public private(set) var progress = SessionProgress(consumed: 0, state: .needsInput)

  // What was given and not consumed yet.
  private var pending: [UInt8] = []
  private let room: Int
  private let spillLimit: Int
  private let readsAnswers: Bool
  private let memory: UnsafeMutableRawPointer

  /// - Parameters:
  ///   - room: the output memory of one call, in bytes; what does not fit goes to a spill.
  ///   - spillLimit: how much one spill takes.
  ///   - readsAnswers: whether answers are read at once, and faults in them thrown.
  public init(
    _ definition: any UDFDefinition, configuration: SessionConfiguration = SessionConfiguration(),
    services: HandlerServices = HandlerServices(), room: Int = 256 << 10,
    spillLimit: Int = WireLimits.maximumFrameBytes, readsAnswers: Bool = true
  ) {
    var configuration = configuration
    configuration.outputRoomBytes = min(configuration.outputRoomBytes, room)
    self.init(
      UDFSession(definition: definition, configuration: configuration, services: services),
      provides: definition.info.provides, room: room, spillLimit: spillLimit,
      readsAnswers: readsAnswers)
  }

  /// - Parameter answers: what was answered before, for a session that goes on elsewhere.
  public init(
    _ session: consuming UDFSession, provides: EdgeType, room: Int = 256 << 10,
    spillLimit: Int = WireLimits.maximumFrameBytes, answers: ResponseRules? = nil,
    readsAnswers: Bool = true
  ) {
    self.session = session
    self.answers = answers ?? ResponseRules(provides: provides)
    self.room = room
    self.spillLimit = spillLimit
    self.readsAnswers = readsAnswers
    memory = .allocate(byteCount: max(room, 1), alignment: 16)
  }

  deinit { memory.deallocate() }

  /// Sends one request as a frame of its own.
  @discardableResult
  public mutating func send(_ request: Request) throws -> SessionProgress {
    answers.expectAnswer(to: request)
    return try feed(request.frame())
  }

  /// Sends bytes, cut anywhere.
  @discardableResult
  public mutating func feed(_ bytes: [UInt8]) throws -> SessionProgress {
    pending += bytes
    return try resume()
  }

  /// Goes on with what is pending, as long as there is progress.
  @discardableResult
  public mutating func resume() throws -> SessionProgress {
    while true {
      let before = pending.count
      try call { session, input, writer in session.process(input, &writer) }
      if progress.state != .needsOutputRoom { return progress }
      // All that was written has left; without progress now there never would be any.
      if pending.count == before && output.count == written {
        throw HandlerTestError("the session waits for more output room than there ever is")
      }
      written = output.count
    }
  }

  // How much output there was when room was last asked for.
  private var written = 0

  /// The input has ended by itself.
  public mutating func end() throws {
    try call { session, _, writer in
      session.endOfInput(&writer)
      return SessionProgress(consumed: 0, state: .finished)
    }
  }

  /// The time that the handler waits for has come.
  public mutating func reach(timeNanoseconds: Int64) throws {
    try call { session, _, writer in session.timeReached(timeNanoseconds, &writer) }
  }

  /// Handles the next pending frame around the handler.
  public mutating func bypass(_ request: Request) throws {
    answers.expectAnswer(to: request)
    pending += request.frame()
    try call { session, input, writer in session.bypass(input, &writer) }
  }

  /// Expects the answers to requests that are part of bytes given to `feed`.
  public mutating func expectAnswers(to requests: [Request]) {
    for request in requests { answers.expectAnswer(to: request) }
  }

  private mutating func call(
    _ body: (inout UDFSession, UnsafeRawBufferPointer, inout ResponseWriter) -> SessionProgress
  ) throws {
    let spill = HeapSpill(limit: spillLimit)
    var writer = ResponseWriter(base: memory, capacity: room, spill: spill)
    progress = pending.withUnsafeBytes { input in body(&session, input, &writer) }
    pending.removeFirst(progress.consumed)
    var bytes = Array(UnsafeRawBufferPointer(start: memory, count: writer.count))
    if writer.spilledCount > 0 { bytes += spill.bytes(writer.spilledCount) }
    output += bytes
    if readsAnswers { try answers.read(bytes) }
  }
}
