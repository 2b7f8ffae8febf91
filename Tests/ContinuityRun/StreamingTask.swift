import Foundation
import KapacitorPeer
import Locks
import Synchronization
import UDFWire

/// One use of a UDF in a task that streams as fast as it can: a thread that sends, a thread that reads.
final class StreamingTask: Sendable {
  struct Outcome {
    var points: Int64 = 0
    var digest: UInt64 = 0
    var keepalives = 0
  }

  struct Gaps {
    /// The longest time without an answer, and without any byte, since they were looked at last.
    var data: Int64 = 0
    var silence: Int64 = 0
  }

  private struct State {
    var lastData: Int64 = 0
    var lastByte: Int64 = 0
    var gaps = Gaps()
    var outcome = Outcome()
    var problem: String?
    var hasEnded = false
  }

  let name: String
  let udf: String
  private let socket: UnixSocket
  private let limit: Int64?
  private let state = Lock(State())
  private let isStopping = Atomic<Bool>(false)
  private let initialised = DispatchSemaphore(value: 0)
  private let ended = DispatchSemaphore(value: 0)

  /// Kapacitor's usual timeout: with nothing for so long it gives a UDF up.
  static let timeoutSeconds = 10

  /// - Parameter limit: so many points are sent; nil: until `stop`.
  init(_ udf: String, number: Int, directory: String, limit: Int64? = nil) throws {
    self.udf = udf
    name = "\(udf)-\(number)"
    self.limit = limit
    socket = try UnixSocket(connectingTo: "\(directory)/\(udf).sock", patience: .seconds(20))
    var timeout = timeval(tv_sec: Self.timeoutSeconds, tv_usec: 0)
    setsockopt(
      socket.descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout,
      socklen_t(MemoryLayout<timeval>.size))
    let options =
      udf == "threshold"
      ? [
        Option(name: "field", values: [.string("wind_speed")]),
        Option(name: "window_size", values: [.int(500)]),
      ] : []
    try socket.send(
      Request.initialize(InitRequest(options: options, taskID: name, nodeID: "udf2")).frame())
    Thread.detachNewThread { [self] in read() }
  }

  /// Waits until Init is answered; then it streams.
  func start() throws {
    initialised.wait()
    if let problem { throw AnswerStream.Problem(description: problem) }
    Thread.detachNewThread { [self] in send() }
  }

  func stop() { isStopping.store(true, ordering: .relaxed) }

  func waitForEnd() { ended.wait() }

  var problem: String? { state.withLock { $0.problem } }
  var outcome: Outcome { state.withLock { $0.outcome } }
  /// When an answer came last (monotonic nanoseconds).
  var lastData: Int64 { state.withLock { $0.lastData } }

  func takeGaps() -> Gaps {
    state.withLock { state in
      defer { state.gaps = Gaps() }
      return state.gaps
    }
  }

  private func send() {
    var stream = PointStream()
    do {
      while !isStopping.load(ordering: .relaxed), stream.sent < limit ?? .max {
        try stream.next { try socket.send($0) }
      }
    } catch {
      note("after \(stream.sent) points: \(error)")
    }
    socket.shutdownWriting()
    let sent = stream.sent
    ended.wait()
    let answered = outcome.points
    if answered != sent { note("\(sent) points were sent and \(answered) answered") }
    ended.signal()
  }

  private func read() {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 17, alignment: 64)
    defer { buffer.deallocate() }
    var answers = AnswerStream()
    do {
      while true {
        let count = try socket.receive(into: buffer)
        guard count > 0 else { break }
        let before = answers.points
        try answers.take(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        note(answers, isData: answers.points > before)
        if answers.isInitialised, before == 0, answers.points == 0 { initialised.signal() }
      }
      if answers.pendingBytes > 0 { note("the connection ended within a frame") }
    } catch {
      note("\(error)")
      socket.shutdownBoth()
    }
    if !answers.isInitialised { note("Init was not answered") }
    initialised.signal()
    ended.signal()
  }

  private func note(_ answers: AnswerStream, isData: Bool) {
    let now = Clock.nanoseconds
    state.withLock { state in
      if state.lastByte > 0 { state.gaps.silence = max(state.gaps.silence, now - state.lastByte) }
      state.lastByte = now
      if isData {
        if state.lastData > 0 { state.gaps.data = max(state.gaps.data, now - state.lastData) }
        state.lastData = now
      }
      state.outcome = Outcome(
        points: answers.points, digest: answers.digest, keepalives: answers.keepalives)
    }
  }

  private func note(_ problem: String) {
    state.withLock { if $0.problem == nil { $0.problem = "\(name): \(problem)" } }
  }
}

enum Clock {
  /// Monotonic.
  static var nanoseconds: Int64 { Int64(clamping: DispatchTime.now().uptimeNanoseconds) }
}
