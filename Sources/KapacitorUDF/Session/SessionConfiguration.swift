import UDFWire

/// The bounds within which a session works.
public struct SessionConfiguration: Sendable, Equatable {
  /// The largest frame, its length prefix not counted; a larger one ends the connection.
  public var maximumFrameBytes: Int
  /// How much output room the caller offers at least once all output has left. A point that needs more
  /// is handed over nevertheless, and its answer goes to the spill.
  public var outputRoomBytes: Int
  /// How many points a handler is given at once, at most.
  public var burstPoints: Int
  /// What `HandlerContext.seed` is.
  public var seed: UInt64

  public init(
    maximumFrameBytes: Int = WireLimits.maximumFrameBytes, outputRoomBytes: Int = 128 << 10,
    burstPoints: Int = 1024, seed: UInt64 = 0
  ) {
    self.maximumFrameBytes = min(max(1, maximumFrameBytes), WireLimits.maximumFrameBytes)
    self.outputRoomBytes = max(0, outputRoomBytes)
    self.burstPoints = max(1, burstPoints)
    self.seed = seed
  }
}
