import PlainText
import UDFWire

/// Kapacitor's UDF protocol without I/O: bytes in, bytes out, for one connection.
///
/// Everything that makes Kapacitor fail is ruled out here, whatever a handler does and whatever a
/// peer sends; the daemon, the stdin/stdout agent, the test kit and the fuzzers all drive this type.
/// A fault of the peer ends the session with one line, never the process.
///
/// What it does depends on the bytes, the handler and `timeReached` alone, not on how the bytes are
/// cut or how much output room there is. That is what makes it resumable (`SessionState`).
public struct UDFSession: ~Copyable {
  let definition: any UDFDefinition
  let info: UDFInfo
  let services: HandlerServices
  let configuration: SessionConfiguration

  public internal(set) var phase = SessionPhase.opening
  /// Why the session has finished, once it has; nil as well when it did so in good order.
  public internal(set) var fault: SessionFault?
  /// From Init; empty before.
  public internal(set) var taskID = ""
  public internal(set) var nodeID = ""
  /// When the handler wants `timeReached`, in nanoseconds since 1970.
  public internal(set) var wakeTimeNanoseconds: Int64?
  /// Grows with every change of `state`, so that it need be stored only when it has.
  public internal(set) var stateGeneration: UInt64 = 0
  /// Grows with every burst, and every begin and end of a batch: whether a call gave the handler work.
  public internal(set) var handlerCalls: UInt64 = 0

  // Invariant: an `IdleHandler` until phase is .running.
  var handler: any TaskHandler & ~Copyable = IdleHandler()
  // Invariant: the writer in it is idle except while one of the public calls runs.
  var output: HandlerOutput
  var log: HandlerLog
  /// As Init brought them, from which a handler can be made again.
  var initialization: InitRequest?
  /// What becomes of the frames of the batch that the input is in; nil outside of batches.
  var inputTurn: InputTurn?
  var outputBytesPerPoint = 256
  var isBypassing = false
  var sums = SessionCounters()
  var table: BurstTable
  /// A point's frame rewritten into the usual shape.
  var rewritten: [UInt8] = []

  public init(
    definition: any UDFDefinition, configuration: SessionConfiguration = SessionConfiguration(),
    services: HandlerServices = HandlerServices()
  ) {
    self.definition = definition
    self.configuration = configuration
    self.services = services
    info = definition.info
    log = HandlerLog(to: services.log, clock: services.clock, udf: definition.name)
    output = HandlerOutput(definition: definition, info: info, log: log)
    table = BurstTable(
      capacity: min(16, configuration.burstPoints), growingTo: configuration.burstPoints)
  }

  public var counters: SessionCounters {
    var counters = sums
    counters.pointsOut = output.pointsWritten
    counters.output = output.counters
    return counters
  }

  /// An unasked keepalive, a frame of its own: Kapacitor accepts it between any two frames and waits
  /// anew.
  public static func keepalive(timeNanoseconds: Int64) -> [UInt8] {
    Response.keepalive(KeepaliveResponse(timeNanoseconds: timeNanoseconds)).frame()
  }

  /// Handles every complete frame for which there is output room.
  ///
  /// - Parameters:
  ///   - input: what has come and was not consumed before, from the start of a frame.
  ///   - writer: where the answers go. Its pending run may refer to `input` until this returns.
  public mutating func process(
    _ input: UnsafeRawBufferPointer, _ writer: inout ResponseWriter
  ) -> SessionProgress {
    guard phase != .finished else { return SessionProgress(consumed: 0, state: .finished) }
    return writing(to: &writer) { session in session.advance(through: input) }
  }

  /// The input has ended by itself: the handler's last chance to write, and the end of an open batch.
  public mutating func endOfInput(_ writer: inout ResponseWriter) {
    guard phase != .finished else { return }
    _ = writing(to: &writer) { session in
      session.stopHandler()
      return SessionProgress(consumed: 0, state: .finished)
    }
  }

  /// Tells the handler the time that it wanted. An input like any other: who repeats input repeats
  /// this at the same place.
  public mutating func timeReached(
    _ timeNanoseconds: Int64, _ writer: inout ResponseWriter
  ) -> SessionProgress {
    guard phase != .finished else { return SessionProgress(consumed: 0, state: .finished) }
    return writing(to: &writer) { session in
      session.wake(at: timeNanoseconds)
      return SessionProgress(
        consumed: 0, state: session.phase == .finished ? .finished : .needsInput)
    }
  }

  /// A new generation of models serves from now on.
  public mutating func modelsChanged() {
    guard phase == .running else { return }
    do { try handler.modelsChanged() } catch {
      log.warning("the handler did not take over the new models: \(OneLine.describing(error))")
    }
  }

  /// Handles the first frame of the input around the handler, as if the handler had failed on it: for
  /// a frame on which the process has died.
  public mutating func bypass(
    _ input: UnsafeRawBufferPointer, _ writer: inout ResponseWriter
  ) -> SessionProgress {
    guard phase != .finished else { return SessionProgress(consumed: 0, state: .finished) }
    return writing(to: &writer) { session in
      session.isBypassing = true
      defer { session.isBypassing = false }
      return session.advance(through: input, frames: 1)
    }
  }

  private mutating func writing(
    to writer: inout ResponseWriter, _ body: (inout UDFSession) -> SessionProgress
  ) -> SessionProgress {
    output.takeUp(&writer)
    let progress = body(&self)
    output.giveBack(&writer)
    if phase == .running { wakeTimeNanoseconds = handler.wakeTimeNanoseconds }
    return progress
  }
}
