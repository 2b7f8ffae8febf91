/// What a handler's output came to. Plain numbers: they live on one thread with their session.
public struct OutputCounters: Sendable, Equatable {
  public internal(set) var batches: UInt64 = 0
  /// Batches that the session closed because the handler had not.
  public internal(set) var batchesClosedForHandler: UInt64 = 0
  /// Points, begins and ends for which the handler threw or wrote out of turn.
  public internal(set) var failures: UInt64 = 0
  /// Points that were left out by a policy.
  public internal(set) var dropped: UInt64 = 0
  /// Fields or tags that a handler wanted and a point did not have.
  public internal(set) var missing: UInt64 = 0
  /// Results that were not finite and not written as such.
  public internal(set) var nonFinite: UInt64 = 0
  /// Groups whose state left, or whose batch was written early, because of a bound.
  public internal(set) var evicted: UInt64 = 0

  public init() {}
}
