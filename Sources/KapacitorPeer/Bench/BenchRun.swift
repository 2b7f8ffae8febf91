import Glibc
import Locks
import Synchronization
import UDFWire

/// Runs one benchmark: every connection is initialised first, then all begin together.
public struct BenchRun: Sendable {
  private let settings: BenchSettings
  private let block: PointBlock
  private let provides: EdgeType

  /// - Parameters:
  ///   - block: what to send. In latency and paced modes a batch cannot be answered before it is whole, so the block
  ///     must be of a stream.
  ///   - provides: what the UDF's Info says.
  public init(_ settings: BenchSettings, block: PointBlock, provides: EdgeType) {
    self.settings = settings
    self.block = block
    self.provides = provides
  }

  public func run() throws -> BenchReport {
    let connections = try (0..<settings.connections).map {
      try BenchConnection(settings, index: $0)
    }
    let process = settings.process ?? connections.first?.socket.listeningProcess
    let outcomes = Monitor([Result<Outcome, any Error>]())
    let cpuBefore = process.flatMap(ProcessTime.nanoseconds)
    let start = MonotonicClock.nanoseconds()
    let threads = try connections.map { connection in
      try WorkerThread("bench") {
        let outcome = Result { try measure(connection) }
        // Whoever still writes to a UDF that failed must wake up.
        if case .failure = outcome { connection.socket.shutdownBoth() }
        outcomes.withLock { $0.append(outcome) }
      }
    }
    for thread in threads { thread.join() }
    let cpuAfter = process.flatMap(ProcessTime.nanoseconds)
    var total = Outcome()
    for outcome in outcomes.withLock({ $0 }) { total.add(try outcome.get()) }
    return BenchReport(
      mode: settings.mode, writeMode: settings.writeMode, connections: settings.connections,
      pointBytes: block.averagePointBytes, sent: total.sent, answers: total.answers,
      seconds: Double(max(total.end - start, 1)) / 1e9, latency: total.latency,
      processSeconds: cpuBefore.flatMap { before in cpuAfter.map { Double($0 - before) / 1e9 } },
      residentBytes: process.flatMap(ProcessTime.residentBytes),
      checksSequence: settings.checksSequence)
  }

  /// What one connection came to.
  private struct Outcome: Sendable {
    var sent: UInt64 = 0
    var answers = AnswerTally()
    var latency = LatencyHistogram()
    var end: Int64 = 0

    mutating func add(_ other: Outcome) {
      sent += other.sent
      answers.add(other.answers)
      latency.merge(other.latency)
      end = max(end, other.end)
    }
  }

  private func measure(_ connection: BenchConnection) throws -> Outcome {
    switch settings.mode {
    case .throughput: try measureThroughput(connection)
    case .latency: try measureLatency(connection)
    case .paced: try measurePaced(connection)
    }
  }

  private var counter: AnswerCounter {
    AnswerCounter(
      blockCount: block.count, checksSequence: settings.checksSequence, provides: provides)
  }

  private func measureThroughput(_ connection: BenchConnection) throws -> Outcome {
    var outcome = Outcome()
    var counter = counter
    let sent = Monitor(Result<UInt64, any Error>.success(0))
    let writer = try WorkerThread("bench-write") {
      let result = Result { try connection.sendBlock(block, settings) }
      sent.withLock { $0 = result }
    }
    // What was read says more than a write that failed because of it.
    let reading = Result { try connection.readAnswers(&counter) }
    if case .failure = reading { connection.socket.shutdownBoth() }
    writer.join()
    try reading.get()
    outcome.end = MonotonicClock.nanoseconds()
    outcome.sent = try sent.withLock { $0 }.get()
    outcome.answers = counter.tally
    return outcome
  }

  private func measureLatency(_ connection: BenchConnection) throws -> Outcome {
    var outcome = Outcome()
    var counter = counter
    let (limit, deadline) = bounds
    var sentAt = MonotonicClock.nanoseconds()
    func sendNext() throws {
      try block.bytes.withUnsafeBytes { bytes in
        sentAt = MonotonicClock.nanoseconds()
        try connection.sendPoint(
          Int(outcome.sent) % block.count, of: block, bytes, settings.writeMode)
      }
      outcome.sent += 1
    }
    // A UDF may drop the point, and then nothing ever comes.
    connection.socket.limitReceiving(to: .seconds(10))
    try sendNext()
    do {
      try connection.readAnswers(&counter) { tally in
        // A read may bring nothing but a keepalive, or a part of the answer.
        guard tally.points == outcome.sent else { return true }
        let now = MonotonicClock.nanoseconds()
        outcome.latency.record(now - sentAt)
        guard outcome.sent < limit, now < deadline else { return false }
        try sendNext()
        return true
      }
    } catch let error as TransportError where error.isTimeout {
      throw TransportError(
        subject: error.subject, cause: "a point was not answered within 10 s",
        remedy:
          "a UDF may drop what lacks its fields: measure it with points of its own, --data FILE.csv"
      )
    }
    outcome.end = MonotonicClock.nanoseconds()
    outcome.answers = counter.tally
    connection.socket.shutdownWriting()
    return outcome
  }

  private func measurePaced(_ connection: BenchConnection) throws -> Outcome {
    var outcome = Outcome()
    var counter = counter
    let clockings = SendTimes()
    let sent = Monitor(Result<UInt64, any Error>.success(0))
    let writer = try WorkerThread("bench-pace") {
      let result = Result { try pace(connection, clockings) }
      sent.withLock { $0 = result }
    }
    var seen: UInt64 = 0
    var latency = LatencyHistogram()
    let reading = Result {
      try connection.readAnswers(&counter) { tally in
        let now = MonotonicClock.nanoseconds()
        while seen < tally.points {
          latency.record(now - clockings[seen])
          seen += 1
        }
        return true
      }
    }
    if case .failure = reading { connection.socket.shutdownBoth() }
    writer.join()
    try reading.get()
    outcome.end = MonotonicClock.nanoseconds()
    outcome.sent = try sent.withLock { $0 }.get()
    outcome.answers = counter.tally
    outcome.latency = latency
    return outcome
  }

  /// Sends each point at its time. Short gaps are waited for awake: sleeping is too coarse for them.
  private func pace(_ connection: BenchConnection, _ clockings: SendTimes) throws -> UInt64 {
    defer { connection.socket.shutdownWriting() }
    let (limit, deadline) = bounds
    let start = MonotonicClock.nanoseconds()
    var sent: UInt64 = 0
    try block.bytes.withUnsafeBytes { bytes in
      while sent < limit {
        let due = start + Int64(Double(sent) * 1e9 / settings.rate)
        guard due < deadline else { return }
        var now = MonotonicClock.nanoseconds()
        while now < due {
          if due - now > 300_000 { usleep(UInt32((due - now) / 2_000)) }
          now = MonotonicClock.nanoseconds()
        }
        clockings.set(sent, now)
        try connection.sendPoint(
          Int(sent) % block.count, of: block, bytes, settings.writeMode)
        sent += 1
      }
    }
    return sent
  }

  private var bounds: (points: UInt64, deadline: Int64) {
    switch settings.extent {
    case .points(let count): (UInt64(count), .max)
    case .duration(let duration):
      (.max, MonotonicClock.nanoseconds() &+ duration.clampedNanoseconds)
    }
  }
}

/// When the latest points were sent, shared by the thread that sends and the one that reads.
///
/// The pointer is needed because atomics cannot live in an array; it is freed with its owner. Indices wrap around, far
/// beyond what sockets and rings hold in flight.
private final class SendTimes: Sendable {
  private static let count: UInt64 = 1 << 16
  nonisolated(unsafe) private let times: UnsafeMutablePointer<Atomic<Int64>>

  init() {
    times = .allocate(capacity: Int(Self.count))
    for index in 0..<Int(Self.count) { (times + index).initialize(to: Atomic(0)) }
  }

  deinit {
    times.deinitialize(count: Int(Self.count))
    times.deallocate()
  }

  func set(_ index: UInt64, _ time: Int64) {
    times[Int(index % Self.count)].store(time, ordering: .relaxed)
  }

  subscript(index: UInt64) -> Int64 { times[Int(index % Self.count)].load(ordering: .relaxed) }
}
