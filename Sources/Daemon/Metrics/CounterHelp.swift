extension ConnectionCounter {
  /// The metric's name without `udfd_` and `_total`: seconds and bytes are base units.
  var metricName: String {
    switch self {
    case .stallNanoseconds: "stall_seconds"
    case .initialised: "inits"
    case .initialiseRefused: "inits_refused"
    case .bytesIn, .bytesOut: StatusDocument.snakeCase("\(self)").replacingSuffix()
    default: StatusDocument.snakeCase("\(self)")
    }
  }

  /// Its value in the metric's unit.
  func metricValue(_ value: UInt64) -> Double {
    self == .stallNanoseconds ? Double(value) / 1e9 : Double(value)
  }

  var help: String {
    switch self {
    case .pointsIn: "Points that came from Kapacitor."
    case .pointsOut: "Points that were answered."
    case .bytesIn: "Bytes that came from Kapacitor."
    case .bytesOut: "Bytes that were sent to Kapacitor."
    case .batchesIn: "Batches that came from Kapacitor."
    case .batchesOut: "Batches that were answered."
    case .bursts:
      "Times that points were handed to a handler; points_in over it is points per burst."
    case .infos: "Info requests answered."
    case .initialised: "Tasks that were started."
    case .initialiseRefused: "Tasks whose Init was refused."
    case .keepalives: "Keepalives answered."
    case .unaskedKeepalives: "Keepalives sent while a connection waited or its handler was busy."
    case .snapshots: "Snapshots answered."
    case .snapshotBytes: "Bytes of the snapshots answered; over snapshots it is a snapshot's size."
    case .snapshotsFailed: "Snapshots that could not be made."
    case .restores: "Restores that were asked for."
    case .cleanStarts: "Restores that did not fit and became a clean start."
    case .restoreRefused: "Restores that were refused."
    case .timers: "Times that a handler was woken by the clock."
    case .failures: "Points, begins and ends for which a handler failed."
    case .dropped: "Points that were left out by a policy."
    case .missing: "Fields or tags that a handler wanted and a point did not have."
    case .nonFinite: "Results that were not finite and not written as such."
    case .batchesClosedForHandler: "Batches that were closed because the handler had not."
    case .setAside: "Frames handled around the handler because the process had died on them."
    case .faults: "Connections that ended for a fault of the peer or the handler."
    case .turns: "Times that an event loop entered a connection."
    case .pacedReads: "Reads by the clock (coalescing)."
    case .pacedEntries: "Times that a connection came to be read by the clock (coalescing)."
    case .stalls: "Times that reading stopped because answers were not taken (back-pressure)."
    case .stallNanoseconds: "Seconds for which reading stopped because answers were not taken."
    case .spills: "Frames that were too large for a connection's rings."
    case .checkpoints: "Checkpoints of handlers with state."
    case .adoptions: "Processes that connections have survived."
    case .evicted:
      "Groups whose state left, or whose batch was written early, because of a bound."
    }
  }
}

extension String {
  /// `bytes_in` is `in_bytes`: a unit ends the name.
  fileprivate func replacingSuffix() -> String { String(dropFirst(6)) + "_bytes" }
}
