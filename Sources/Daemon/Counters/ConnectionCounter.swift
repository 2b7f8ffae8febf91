/// What is counted for each connection, and summed for each UDF. The names are those of the status and the metrics.
public enum ConnectionCounter: Int, CaseIterable, Sendable {
  case pointsIn, pointsOut
  case bytesIn, bytesOut
  case batchesIn, batchesOut
  /// Times that points were handed to a handler.
  case bursts
  case infos, initialised, initialiseRefused
  case keepalives
  /// Keepalives that were not asked for: sent while the connection waits for its UDF, or a handler is busy.
  case unaskedKeepalives
  case snapshots, snapshotBytes, snapshotsFailed
  case restores, cleanStarts, restoreRefused
  case timers
  /// Points, begins and ends for which a handler failed.
  case failures
  /// Points that were left out by a policy.
  case dropped
  /// Fields or tags that a handler wanted and a point did not have.
  case missing
  /// Results that were not finite and not written as such.
  case nonFinite
  /// Batches that the session closed because the handler had not.
  case batchesClosedForHandler
  /// Frames that were handled around the handler, because the process had died on them.
  case setAside
  /// Connections that ended for a fault of the peer or of the handler.
  case faults
  /// Times that the loop entered the connection.
  case turns
  /// Reads by the clock, and how often a connection came to be read so (coalescing).
  case pacedReads, pacedEntries
  /// Times that reading stopped because answers were not taken (back-pressure), and for how long.
  case stalls, stallNanoseconds
  /// Frames that were too large for the rings.
  case spills
  case checkpoints
  /// Processes that the connection has survived.
  case adoptions
  /// Groups whose state left, or whose batch was written early, because of a bound.
  case evicted
}
