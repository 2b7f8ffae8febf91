/// How long a busy connection may be left unread so that one wake-up serves many of Kapacitor's small writes.
public struct Coalescing: Sendable, Equatable {
  /// The longest pause; 0 turns coalescing off.
  public let maximumNanoseconds: Int64

  public init(maximumNanoseconds: Int64) {
    self.maximumNanoseconds = max(0, maximumNanoseconds)
  }

  /// 200 us: a socket buffer holds about 100 small frames, and longer pauses gain little.
  public static let `default` = Coalescing(maximumNanoseconds: 200_000)
  public static let off = Coalescing(maximumNanoseconds: 0)
}
