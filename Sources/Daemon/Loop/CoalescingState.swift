/// Decides, read by read, whether a connection is read when epoll reports it or by the clock. No I/O and no clock of
/// its own: the loop tells it what was read and when.
///
/// A connection becomes paced after a run of reads that follow each other quickly, and stays so only **while the pause
/// pays** (at least two points came): a rule that looks at gaps alone makes a ping-pong client seven times slower.
/// Pauses that paid are credit for a few that do not: a peer that lost its core for a moment is not a ping-pong client.
/// Each time that pausing did not pay, the run that must precede the next try doubles.
struct CoalescingState {
  /// What one read brought.
  struct Read {
    var bytes: Int
    var points: Int
    /// The peer has half-closed or is gone.
    var isHungUp = false
    var hasUnsentOutput = false
  }

  enum Decision: Equatable {
    /// Read when epoll reports it.
    case eager
    /// Out of epoll; read at this instant (monotonic nanoseconds).
    case paced(due: Int64)
  }

  enum Phase: Equatable {
    case eager(quickReads: Int, spentNanoseconds: Int64)
    case paced(pause: Int64, due: Int64)
  }

  static let quickReadsToEnter = 16
  static let maximumBackoff = 64
  /// So many pauses in a row may bring next to nothing, after as many that paid.
  static let maximumCredit = 4
  static let minimumPause: Int64 = 25_000
  /// A read of more than this is bulk already: a pause would only delay it.
  static let bulkBytesToEnter = 8192
  static let bulkBytesToLeave = 32768
  static let pointsToPay = 2
  /// Bounds between which the number of points for each wake-up is kept.
  static let fewPoints = 48
  static let manyPoints = 64

  let coalescing: Coalescing
  private(set) var phase = Phase.eager(quickReads: 0, spentNanoseconds: 0)
  /// Doubles each time a pause did not pay, back to 1 when one did.
  private(set) var backoff = 1
  /// Pauses that paid, less those that did not. Invariant: 0...maximumCredit, 0 where the connection is eager.
  private var credit = 0
  private var lastRead: Int64 = 0
  /// For the counters: how often the connection was read by the clock, and how often it became paced.
  private(set) var pacedReads: UInt64 = 0
  private(set) var entries: UInt64 = 0

  init(_ coalescing: Coalescing) {
    self.coalescing = coalescing
  }

  var isPaced: Bool {
    if case .paced = phase { return true }
    return false
  }

  /// After a read that epoll reported.
  mutating func readEagerly(_ read: Read, at now: Int64) -> Decision {
    guard case .eager(var quickReads, var spent) = phase, coalescing.maximumNanoseconds > 0,
      read.bytes > 0
    else {
      return decision
    }
    let gap = now &- lastRead
    lastRead = now
    guard gap < coalescing.maximumNanoseconds, read.bytes < Self.bulkBytesToEnter, !read.isHungUp
    else {
      phase = .eager(quickReads: 0, spentNanoseconds: 0)
      return .eager
    }
    quickReads += 1
    spent += gap
    guard quickReads >= Self.quickReadsToEnter * backoff, !read.hasUnsentOutput else {
      phase = .eager(quickReads: quickReads, spentNanoseconds: spent)
      return .eager
    }
    let meanGap = spent / Int64(quickReads)
    let pause = min(coalescing.maximumNanoseconds, max(Self.minimumPause, 4 * meanGap))
    entries += 1
    phase = .paced(pause: pause, due: now + pause)
    return decision
  }

  /// After a read by the clock: did the pause pay?
  mutating func readByClock(_ read: Read, at now: Int64) -> Decision {
    guard case .paced(var pause, _) = phase else { return decision }
    pacedReads += 1
    lastRead = now
    let paid = read.points >= Self.pointsToPay
    guard paid || credit > 0, read.bytes <= Self.bulkBytesToLeave, !read.isHungUp,
      !read.hasUnsentOutput
    else {
      leave(unpaid: !paid)
      return .eager
    }
    guard paid else {
      credit -= 1
      phase = .paced(pause: pause, due: now + pause)
      return decision
    }
    credit = min(credit + 1, Self.maximumCredit)
    backoff = 1
    if read.points > Self.manyPoints {
      pause = max(min(Self.minimumPause, coalescing.maximumNanoseconds), pause * 3 / 4)
    } else if read.points < Self.fewPoints {
      pause = min(coalescing.maximumNanoseconds, pause * 2)
    }
    phase = .paced(pause: pause, due: now + pause)
    return decision
  }

  /// Back to epoll for a reason of the loop's own (the connection has more to do at once).
  mutating func leave(unpaid: Bool) {
    if unpaid { backoff = min(backoff * 2, Self.maximumBackoff) }
    credit = 0
    phase = .eager(quickReads: 0, spentNanoseconds: 0)
  }

  /// Whether a read that is due at another connection's deadline may be made now: wake-ups within half a pause are
  /// shared.
  func isDue(at now: Int64) -> Bool {
    if case .paced(let pause, let due) = phase { return due <= now + pause / 2 }
    return false
  }

  var due: Int64? {
    if case .paced(_, let due) = phase { return due }
    return nil
  }

  private var decision: Decision {
    if case .paced(_, let due) = phase { return .paced(due: due) }
    return .eager
  }
}
