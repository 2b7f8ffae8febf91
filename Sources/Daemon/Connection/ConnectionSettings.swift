import KapacitorUDF

/// The bounds within which a connection is served.
public struct ConnectionSettings: Sendable, Equatable {
  /// The largest frame, and the largest state of a handler.
  public var maximumFrameBytes: Int
  public var coalescing: Coalescing
  /// Reading stops while more than this has not been taken by the peer.
  public var highWaterBytes: Int
  public var trimming: Trimming
  /// Which configuration the connection was started under, as whoever reloads counts them; the status shows it.
  public var generation: UInt64

  public init(
    maximumFrameBytes: Int = 64 << 20, coalescing: Coalescing = .default,
    highWaterBytes: Int = 64 << 10, trimming: Trimming = .default, generation: UInt64 = 0
  ) {
    self.maximumFrameBytes = maximumFrameBytes
    self.coalescing = coalescing
    self.highWaterBytes = highWaterBytes
    self.trimming = trimming
    self.generation = generation
  }
}
