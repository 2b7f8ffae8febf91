import CKernel
import Glibc
import KapacitorUDF
import UDFWire

/// One connection, that is, one use of a UDF in a running task: its journal, its session, its handler, on one loop.
///
/// The loop enters it once for each readiness (`turn`). A turn reads, handles, commits and sends until nothing is left
/// to do or its share is over. Nothing on that path allocates.
public actor HandlerActor {
  enum Phase: UInt8 {
    /// Of another process: what is owed is sent, and the handler is made again once its definition is ready.
    case adopting
    case open
    /// Nothing more is read, unless the peer has half-closed: what was read is answered, then the connection ends.
    case draining
    /// The session is over: what it wrote is sent, then the connection ends.
    case flushing
    case closed
  }

  nonisolated let loop: EventLoop
  public nonisolated let identity: ConnectionIdentity
  public nonisolated let udf: String
  public nonisolated let counters = ConnectionCounters()
  nonisolated let label = ConnectionLabel()
  nonisolated let descriptor: Int32
  nonisolated let settings: ConnectionSettings
  nonisolated let owner: any ConnectionOwner
  nonisolated let definition: any UDFDefinition
  nonisolated let services: HandlerServices
  nonisolated let quarantine: Quarantine
  nonisolated var log: any LogSink { services.log }
  public nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

  var journal: Journal
  var session: UDFSession
  var phase: Phase
  /// The loop's number for this connection; nil before `start` and after the end.
  var slot: Int?
  /// The peer has half-closed or is gone: a short read does not mean that nothing more comes.
  var isHungUp = false
  /// What of the session's state is published.
  var storedStateGeneration: UInt64 = 0
  /// The session waits for its definition (a model that is being loaded).
  var waiting: DefinitionWait?
  /// Reads in spite of back-pressure, where it would otherwise last for ever.
  var relief = StallRelief()
  /// What the process that had this connection before died on, and how often.
  var suspicion: Suspicion?
  /// The inbound position at which the handler's state is taken next.
  var nextCheckpoint: UInt64 = 0
  /// When the adopted connection is kept alive next (monotonic nanoseconds).
  var nextKeepalive: Int64 = 0
  /// Calls that a signal interrupted, one after another.
  var interruptions = 0
  /// Since when the peer has not taken its answers (monotonic nanoseconds); 0: it does.
  var stalledSince: Int64 = 0
  /// What decides whether ring pages are given back: while it carries little, and once it carries nothing.
  var trimWindow = TrimWindow()
  var rest = Rest()
  /// Why the connection ends, where it is not in good order; for the log.
  var ending: ConnectionEnding = .finished

  /// A turn's share: so many rounds of reading, handling and sending before the loop's other connections have theirs.
  private static let roundsPerTurn = 16

  /// - Parameter journal: new, or that of a connection which another process had.
  init(
    _ journal: consuming sending Journal, descriptor: Int32, isAdopted: Bool, loop: EventLoop,
    service: UDFService, identity: ConnectionIdentity, owner: any ConnectionOwner,
    services: HandlerServices, quarantine: Quarantine
  ) {
    self.loop = loop
    self.descriptor = descriptor
    self.journal = journal
    self.identity = identity
    self.owner = owner
    self.services = services
    self.quarantine = quarantine
    udf = service.name
    settings = service.connection
    definition = service.definition
    phase = isAdopted ? .adopting : .open
    session = UDFSession(
      definition: service.definition,
      configuration: SessionConfiguration(service.connection, connection: identity.number),
      services: services)
  }

  /// Joins the loop; the first turn comes by itself.
  func start() {
    do {
      slot = try loop.attach(self, descriptor: descriptor, coalescing: settings.coalescing)
    } catch {
      ending = .system(error)
      _ = close()
    }
  }

  /// One entry by the loop.
  func turn(events: UInt32, now: Int64) -> Turn {
    guard phase != .closed else { return Turn(verdict: .closed) }
    let goneMask =
      KERNEL_PEER_ENDED.rawValue | KERNEL_HUNG_UP.rawValue | KERNEL_ERROR.rawValue
    if events & goneMask != 0 { isHungUp = true }
    journal.markThread()
    let received = journal.received
    let points = counters.value(.pointsIn)
    let verdict = phase == .adopting ? adopt(now) : work(now)
    guard verdict != .closed else { return Turn(verdict: .closed) }
    trimIfDue(now)
    publishCounters()
    return Turn(
      verdict: verdict, isHungUp: isHungUp, hasUnsentOutput: journal.unsent > 0,
      bytesReceived: Int32(clamping: journal.received &- received),
      points: Int32(clamping: counters.value(.pointsIn) &- points), wakeTime: wakeTime(now))
  }

  func work(_ now: Int64) -> Turn.Verdict {
    fireTimer(now)
    relief.advance(stalledSince, now: now)
    if isStalledForGood(now) { return end(.aborted("no answer was taken for 10 minutes")) }
    return pump(now)
  }

  private func isStalledForGood(_ now: Int64) -> Bool {
    stalledSince != 0 && now - stalledSince >= StallRelief.giveUpNanoseconds
      && phase == .open && journal.receivable == 0
  }

  /// Reads, handles and sends until there is nothing to do, or the turn is over.
  private func pump(_ now: Int64) -> Turn.Verdict {
    // The socket has nothing more for now: another read would only say EAGAIN.
    var isDrained = false
    for _ in 0..<Self.roundsPerTurn {
      if case .lost(let ending) = read(&isDrained) { return end(ending) }
      relief.isDue = false
      let handled = handle(now)
      let sent = send(now)
      if case .lost(let ending) = sent { return end(ending) }
      if isOver { return close() }
      // Edge-triggered: what is left undone here must be something that an event will follow.
      let roomCame = sent == .done && handled == .needsRoom
      let moreToRead = !isDrained && mayRead && journal.receivable > 0
      guard sent == .unfinished || roomCame || moreToRead else { return .idle }
    }
    return .again
  }

  enum Step: Equatable {
    /// Nothing to do, or the socket would block.
    case nothing
    case done
    /// Interrupted or cut short: to be tried again.
    case unfinished
    case lost(ConnectionEnding)
  }

  private var mayRead: Bool {
    switch phase {
    case .open:
      !journal.hasEnded && (journal.unsent < settings.highWaterBytes || relief.isDue)
    case .draining: isHungUp && !journal.hasEnded && journal.unsent < settings.highWaterBytes
    case .adopting, .flushing, .closed: false
    }
  }

  private func read(_ isDrained: inout Bool) -> Step {
    guard !isDrained, mayRead else { return .nothing }
    guard journal.receivable > 0 else { return .nothing }
    let count = journal.receive(from: descriptor)
    if count > 0 {
      isDrained = !journal.receivedAll && !isHungUp
      interruptions = 0
      return .done
    }
    switch -Int32(count) {
    case 0:
      journal.hasEnded = true
      return .done
    case EAGAIN:
      isDrained = true
      return .nothing
    case EINTR: return interrupted("recvmmsg")
    case let code: return .lost(ConnectionEnding(receiving: code))
    }
  }

  func send(_ now: Int64) -> Step {
    guard journal.unsent > 0 else { return .nothing }
    let count = journal.send(to: descriptor)
    if count > 0 {
      if stalledSince != 0 { endStall(now) }
      interruptions = 0
      return journal.unsent == 0 ? .done : .unfinished
    }
    switch -Int32(count) {
    case EAGAIN, 0:
      if stalledSince == 0 && journal.unsent >= settings.highWaterBytes { beginStall(now) }
      return .nothing
    case EINTR: return interrupted("sendmmsg")
    case let code: return .lost(ConnectionEnding(sending: code))
    }
  }

  /// Tried again, but not for ever: a kernel that answers nothing else must not hold the loop.
  private func interrupted(_ call: String) -> Step {
    interruptions += 1
    return interruptions <= Self.interruptionsInARow
      ? .unfinished : .lost(.system(SystemError(call, "connection", code: EINTR)))
  }

  private static let interruptionsInARow = 1000

  private func beginStall(_ now: Int64) {
    stalledSince = now
    counters.add(.stalls)
  }

  private func endStall(_ now: Int64) {
    counters.add(.stallNanoseconds, UInt64(max(0, now - stalledSince)))
    stalledSince = 0
  }

  /// Everything that will ever be owed has been sent.
  private var isOver: Bool {
    guard journal.unsent == 0 else { return false }
    switch phase {
    case .adopting, .open: return false
    case .draining: return !isHungUp || journal.hasEnded
    case .flushing, .closed: return true
    }
  }

  func publishCounters() {
    counters.publish(session.counters)
    counters.publish(.bytesIn, journal.received)
    counters.publish(.bytesOut, journal.sent)
    counters.add(.turns)
    if let slot {
      let coalescing = loop.coalescing(of: slot)
      counters.publish(.pacedReads, coalescing.pacedReads)
      counters.publish(.pacedEntries, coalescing.entries)
    }
  }
}
