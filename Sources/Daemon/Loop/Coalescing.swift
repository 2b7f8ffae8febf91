/// How long a busy connection may be left unread so that one wake-up serves many of Kapacitor's small writes.
public struct Coalescing: Sendable, Equatable {
  /// The longest pause; 0 turns coalescing off.
  public let maximumNanoseconds: Int64

  public init(maximumNanoseconds: Int64) {
    self.maximumNanoseconds = max(0, maximumNanoseconds)
  }

  /// 500 us: what kapacitord writes in that time a socket buffer holds, about 100 small frames, and a point may wait so
  /// long. 200 us have a tenth fewer points a second of it, 1 ms no more.
  public static let `default` = Coalescing(maximumNanoseconds: 500_000)
  public static let off = Coalescing(maximumNanoseconds: 0)
}
