import Glibc
import UDFWire

/// Streams samples through a UDF as Kapacitor would, and writes what comes back.
public struct Replay: Sendable {
  /// Opens the connection of one task, whose answers go to the closure.
  public typealias Connect =
    @Sendable (TaskSettings, _ onData: @escaping @Sendable ([Response]) -> Void) throws ->
    KapacitorTask

  /// How far a replay is.
  public struct Progress: Sendable {
    public let sent: UInt64
    public let bytesRead: Int
    /// The size of what is read, where it is known.
    public let bytes: Int?

    public init(sent: UInt64, bytesRead: Int, bytes: Int?) {
      self.sent = sent
      self.bytesRead = bytesRead
      self.bytes = bytes
    }
  }

  private let settings: ReplaySettings
  private let info: InfoResponse
  private let connect: Connect
  /// Looks on; nil: nobody does.
  public var observer: (any ReplayObserver)?

  /// - Parameters:
  ///   - info: what the UDF says of itself; it decides between stream and batches.
  ///   - connect: how to reach it.
  public init(_ settings: ReplaySettings, info: InfoResponse, connect: @escaping Connect) {
    self.settings = settings
    self.info = info
    self.connect = connect
  }

  /// - Parameter onProgress: called now and then on the calling thread.
  /// - Throws: `PeerFault` for what would make Kapacitor fail, `DataError` for the files.
  public func run(
    _ reader: any SampleReader, to writer: sending (any SampleWriter)?,
    onProgress: (Progress) -> Void = { _ in }
  ) throws -> ReplaySummary {
    let output = ReplayOutput(writer)
    var lanes: [ReplayLane] = []
    defer { for lane in lanes { lane.task.abort() } }
    for index in 0..<settings.connections { lanes.append(try openLane(index, output)) }
    let start = MonotonicClock.nanoseconds()
    var summary = ReplaySummary()
    var collector = info.wants == .batch ? BatchCollector(size: settings.batch) : nil
    var pacer = Pacer(rate: settings.rate, start: start)
    let shaper = PointShaper(
      database: settings.database, retentionPolicy: settings.retentionPolicy,
      grouping: settings.grouping)
    while let sample = try reader.next() {
      pacer.wait(for: summary.sent)
      let point = shaper.point(sample)
      if collector == nil {
        try lane(of: point, lanes).send(point)
      } else if let batch = collector?.take(point) {
        try lane(of: point, lanes).send(batch: batch)
        summary.batchesSent += 1
      }
      summary.sent += 1
      if let failure = output.failure { throw failure }
      if pacer.isReportDue {
        let (bytesRead, bytes) = reader.progress
        onProgress(Progress(sent: summary.sent, bytesRead: bytesRead, bytes: bytes))
      }
    }
    for batch in collector?.rest() ?? [] {
      try lane(of: batch[0], lanes).send(batch: batch)
      summary.batchesSent += 1
    }
    for lane in lanes { try lane.finish() }
    summary.seconds = Double(MonotonicClock.nanoseconds() - start) / 1e9
    for lane in lanes { summary.add(lane.answers.end()) }
    try output.finish()
    return summary
  }

  private func openLane(_ index: Int, _ output: ReplayOutput) throws -> ReplayLane {
    var settings = settings
    settings.task.provides = info.provides
    if settings.connections > 1 { settings.task.taskID += "_\(index + 1)" }
    let answers = ReplayConnection(output, observer)
    let task = try connect(settings.task) { answers.received($0) }
    do {
      try task.initialize(options: settings.options)
    } catch {
      task.abort()
      throw error
    }
    return ReplayLane(
      task, answers, holdsBack: settings.task.writeMode == .bulk && settings.rate == nil)
  }

  /// All points of a group take the same lane. The hash is of our own: Swift's differs from run to run.
  private func lane(of point: Point, _ lanes: [ReplayLane]) -> ReplayLane {
    guard lanes.count > 1 else { return lanes[0] }
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in point.group.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return lanes[Int(hash % UInt64(lanes.count))]
  }
}

/// Holds a replay to its rate, and says when to report on it.
private struct Pacer {
  private let rate: Double?
  private let start: Int64
  private var nextReport: Int64

  init(rate: Double?, start: Int64) {
    self.rate = rate
    self.start = start
    nextReport = start
  }

  func wait(for sent: UInt64) {
    guard let rate else { return }
    let due = start + Int64(Double(sent) * 1e9 / rate)
    while true {
      let early = due - MonotonicClock.nanoseconds()
      guard early > 0 else { return }
      usleep(UInt32(clamping: min(early / 1_000 + 1, 1_000_000)))
    }
  }

  var isReportDue: Bool {
    mutating get {
      let now = MonotonicClock.nanoseconds()
      guard now >= nextReport else { return false }
      nextReport = now + 100_000_000
      return true
    }
  }
}
