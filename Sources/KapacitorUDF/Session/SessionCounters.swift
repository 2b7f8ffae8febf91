/// What passed through a session. Plain numbers: they live on one thread with their session, and
/// whoever publishes them copies them once a burst.
public struct SessionCounters: Sendable, Equatable {
  public internal(set) var pointsIn: UInt64 = 0
  public internal(set) var pointsOut: UInt64 = 0
  /// Times that points were handed to the handler, and so the mean of points in a burst.
  public internal(set) var bursts: UInt64 = 0
  public internal(set) var batchesIn: UInt64 = 0
  public internal(set) var infos: UInt64 = 0
  public internal(set) var initialised: UInt64 = 0
  public internal(set) var initialiseRefused: UInt64 = 0
  public internal(set) var keepalives: UInt64 = 0
  public internal(set) var snapshots: UInt64 = 0
  /// Of all snapshots together.
  public internal(set) var snapshotBytes: UInt64 = 0
  public internal(set) var snapshotsFailed: UInt64 = 0
  public internal(set) var restores: UInt64 = 0
  /// Restores that did not fit and began without state.
  public internal(set) var cleanStarts: UInt64 = 0
  public internal(set) var restoreRefused: UInt64 = 0
  public internal(set) var timers: UInt64 = 0
  /// Frames that were handled by policy, around the handler.
  public internal(set) var bypassed: UInt64 = 0
  public internal(set) var faults: UInt64 = 0
  public internal(set) var output = OutputCounters()

  public init() {}
}
