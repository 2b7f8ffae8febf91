import Glibc
import Locks
import UDFWire

/// The threads and the shared state of one `KapacitorTask`.
final class TaskConnection: Sendable {
  struct State {
    var questions = OpenQuestions()
    /// The answer to the latest question; taken by whoever asked.
    var answer: Response?
    var received: [Response] = []
    /// Begins, points and ends in all, taken by `onData` or not.
    var dataCount = 0
    var latestSnapshot: [UInt8]?
    /// The first fault. Invariant: once set, it is never replaced.
    var fault: PeerFault?
    /// Nothing more is sent; the UDF may close.
    var isFinishing = false
    /// Whatever happens from here on is nobody's fault.
    var isAborted = false
    /// The reading thread has ended.
    var hasEnded = false
  }

  let socket: UnixSocket
  let settings: TaskSettings
  private let onData: (@Sendable ([Response]) -> Void)?
  private let state = Monitor(State())
  /// Held while a frame is written, so that a keepalive never lands inside of another.
  private let writing = Monitor(())
  private let threads = Monitor([WorkerThread]())

  init(
    _ socket: UnixSocket, _ settings: TaskSettings, _ onData: (@Sendable ([Response]) -> Void)?
  ) {
    self.socket = socket
    self.settings = settings
    self.onData = onData
  }

  func start() throws(TransportError) {
    if let timeout = settings.timeout { socket.limitReceiving(to: timeout) }
    var started = [try WorkerThread("peer-read") { [self] in readUntilEnd() }]
    if let timeout = settings.timeout {
      started.append(
        try WorkerThread("peer-keepalive") { [self] in
          repeatedly(every: timeout / 2) { try sendKeepalive() }
        })
    }
    if let interval = settings.snapshotInterval {
      started.append(
        try WorkerThread("peer-snapshot") { [self] in
          repeatedly(every: interval) { try takeSnapshot() }
        })
    }
    threads.withLock { $0 = started }
  }

  var received: [Response] { state.withLock(wakes: false) { $0.received } }
  var latestSnapshot: [UInt8]? { state.withLock(wakes: false) { $0.latestSnapshot } }

  // MARK: Sending

  /// - Parameter whileRunning: not once the task's input ends, which may be at this very moment: for what goes out by
  ///   itself, beside the data.
  /// - Returns: whether it was sent.
  @discardableResult
  func send(
    frame: UnsafeRawBufferPointer, whileRunning: Bool = false
  ) throws(PeerFault) -> Bool {
    try checkFault()
    let prefix =
      settings.writeMode == .kapacitor ? prefixBytes(of: frame) : frame.count
    do {
      return try writing.withLock { (_) throws(TransportError) in
        // Who ends the input says so first and shuts down under this lock.
        if whileRunning, state.withLock(wakes: false, { $0.isFinishing }) { return false }
        try socket.send(UnsafeRawBufferPointer(rebasing: frame[..<prefix]))
        if prefix < frame.count {
          try socket.send(UnsafeRawBufferPointer(rebasing: frame[prefix...]))
        }
        return true
      }
    } catch { throw sendingFailed(error) }
  }

  func send(bytes: UnsafeRawBufferPointer) throws(PeerFault) {
    try checkFault()
    do {
      try writing.withLock { (_) throws(TransportError) in try socket.send(bytes) }
    } catch { throw sendingFailed(error) }
  }

  /// Sends a question and waits for its answer, or for the connection to end without one.
  func ask(
    _ question: WritableKeyPath<OpenQuestions, Bool> & Sendable, _ request: Request,
    _ moment: String
  ) throws(PeerFault) -> Response {
    // Without `whileRunning` a question that is not sent is a fault.
    try ask(question, request, moment, whileRunning: false)!
  }

  /// - Returns: nil where the task's input ended before the question was sent (`whileRunning`).
  private func ask(
    _ question: WritableKeyPath<OpenQuestions, Bool> & Sendable, _ request: Request,
    _ moment: String, whileRunning: Bool
  ) throws(PeerFault) -> Response? {
    state.withLock { state in
      precondition(
        !state.questions[keyPath: question], "Kapacitor asks one thing of a kind at a time")
      state.questions[keyPath: question] = true
      state.answer = nil
    }
    let sent: Result<Bool, PeerFault> = request.frame().withUnsafeBytes { bytes in
      Result { () throws(PeerFault) in try send(frame: bytes, whileRunning: whileRunning) }
    }
    guard try sent.get() else {
      state.withLock { $0.questions[keyPath: question] = false }
      return nil
    }
    let outcome: Result<Response, PeerFault>? = state.wait(until: .max) { state in
      if let fault = state.fault { return .failure(fault) }
      if !state.questions[keyPath: question], let answer = state.answer { return .success(answer) }
      return state.hasEnded ? .failure(PeerFault(.closedEarly(waitingFor: moment))) : nil
    }
    return try outcome!.get()
  }

  func waitForData(count: Int, within limit: Duration) throws(PeerFault) {
    let deadline = MonotonicClock.nanoseconds() &+ limit.clampedNanoseconds
    let outcome: Result<Void, PeerFault>? = state.wait(until: deadline) { state in
      if state.dataCount >= count { return .success(()) }
      if let fault = state.fault { return .failure(fault) }
      return state.hasEnded
        ? .failure(
          PeerFault(.closedEarly(waitingFor: "\(count - state.dataCount) answers were awaited")))
        : nil
    }
    guard let outcome else { throw PeerFault(.silent(limit)) }
    try outcome.get()
  }

  // MARK: The end

  func finish(within limit: Duration) throws(PeerFault) {
    let deadline = MonotonicClock.nanoseconds() &+ limit.clampedNanoseconds
    state.withLock { $0.isFinishing = true }
    writing.withLock { _ in socket.shutdownWriting() }
    let ended: Bool? = state.wait(until: deadline) { $0.hasEnded ? true : nil }
    if ended == nil {
      keep(PeerFault(.silent(limit)))
      socket.shutdownBoth()
    }
    joinThreads()
    try checkFault()
  }

  func abort() {
    let wasOver = state.withLock { state in
      defer { state.isAborted = true }
      return state.hasEnded || state.isAborted
    }
    if !wasOver { socket.shutdownBoth() }
    joinThreads()
  }

  private func joinThreads() {
    let started = threads.withLock { threads in
      defer { threads = [] }
      return threads
    }
    for thread in started { thread.join() }
  }

  // MARK: The threads

  private func readUntilEnd() {
    var reader = ResponseReader(provides: settings.provides)
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
    defer {
      buffer.deallocate()
      state.withLock { $0.hasEnded = true }
    }
    do throws(PeerFault) {
      while true {
        guard let count = try receive(into: buffer) else { continue }
        guard count > 0 else { break }
        try take(UnsafeRawBufferPointer(rebasing: buffer[..<count]), &reader)
      }
      try reader.end()
      let finishing = state.withLock { $0.isFinishing }
      if !finishing { throw PeerFault(.closedEarly(waitingFor: "its task was running")) }
    } catch {
      keep(error)
      // Kapacitor gives up on such a UDF: whoever is blocked in sending must wake up.
      socket.shutdownBoth()
    }
  }

  /// nil: nothing came for the whole timeout but that is all right by now.
  private func receive(into buffer: UnsafeMutableRawBufferPointer) throws(PeerFault) -> Int? {
    do {
      return try socket.receive(into: buffer)
    } catch {
      guard error.isTimeout, let timeout = settings.timeout else {
        throw PeerFault(.transport("\(error)"))
      }
      // Kapacitor watches no keepalives any more once it has stopped sending.
      if state.withLock({ $0.isFinishing }) { return nil }
      throw PeerFault(.silent(timeout))
    }
  }

  private func take(
    _ piece: UnsafeRawBufferPointer, _ reader: inout ResponseReader
  ) throws(PeerFault) {
    var data: [Response] = []
    var answer: Response?
    // Questions are asked by other threads: an answer is held against what is open when it is looked at.
    var failure: PeerFault?
    state.withLock(wakes: false) { state in
      do throws(PeerFault) {
        try reader.read(piece, &state.questions) { response in
          switch response {
          case .begin, .point, .end: data.append(response)
          case .keepalive, .error: break
          case .info, .initialize, .snapshot, .restore: answer = response
          }
        }
      } catch { failure = error }
    }
    if !data.isEmpty { onData?(data) }
    state.withLock { state in
      if let answer { state.answer = answer }
      state.dataCount += data.count
      if onData == nil { state.received += data }
    }
    if let failure { throw failure }
  }

  /// Runs `body` again and again until the task ends, on a thread of its own.
  private func repeatedly(every interval: Duration, _ body: () throws -> Void) {
    var next = MonotonicClock.nanoseconds()
    while true {
      next &+= interval.clampedNanoseconds
      let over: Bool? = state.wait(until: next) { state in
        state.isFinishing || state.isAborted || state.hasEnded ? true : nil
      }
      // A fault was kept by then; nothing is left to do.
      guard over == nil, (try? body()) != nil else { return }
    }
  }

  func sendKeepalive() throws {
    let request = KeepaliveRequest(timeNanoseconds: WallClock.nanoseconds())
    _ = try Request.keepalive(request).frame().withUnsafeBytes {
      try send(frame: $0, whileRunning: true)
    }
  }

  func takeSnapshot() throws {
    let answer = try ask(
      \.snapshot, .snapshot, "it was asked for a snapshot", whileRunning: true)
    if case .snapshot(let response) = answer {
      state.withLock { $0.latestSnapshot = response.snapshot }
    }
  }

  // MARK: Faults

  private func keep(_ fault: PeerFault) {
    state.withLock { state in
      if state.fault == nil, !state.isAborted { state.fault = fault }
    }
  }

  private func checkFault() throws(PeerFault) {
    if let fault = state.withLock(wakes: false, { $0.fault }) { throw fault }
  }

  /// How many bytes the length in front of a frame has.
  private func prefixBytes(of frame: UnsafeRawBufferPointer) -> Int {
    (frame.firstIndex { $0 < 128 } ?? frame.count - 1) + 1
  }

  /// A write that fails says little; what the UDF said before it closed says more, and is read first.
  private func sendingFailed(_ error: TransportError) -> PeerFault {
    let patience = MonotonicClock.nanoseconds() &+ 1_000_000_000
    let read: PeerFault? = state.wait(until: patience) { state in
      state.fault ?? (state.hasEnded ? PeerFault(.transport("\(error)")) : nil)
    }
    let fault = read ?? PeerFault(.transport("\(error)"))
    keep(fault)
    return fault
  }
}
