import KapacitorUDF
import ModelRuntime

/// The daemon at one moment, for `udfd status`.
struct ServiceStatus: Sendable {
  let phase: String
  let process: Int32
  let uptimeNanoseconds: Int64
  let configuration: Configuration
  let generation: UInt64
  let lastReload: (outcome: ReloadOutcome, realtimeNanoseconds: Int64)?
  let isContinuous: Bool
  let continuity: String
  let usage: ProcessUsage
  let loops: [LoopStatus]
  let models: [ModelStatus]
  let udfs: [ServedStatus]
  /// The newest first.
  let warnings: [RecentWarnings.Entry]
}

struct ModelStatus: Sendable {
  let name: String
  let path: String
  /// 0: none was loaded yet.
  let generation: UInt64
  let model: Model?
  let failure: String?
  /// Rows evaluated, over all generations.
  let predictions: UInt64
}

struct ServedStatus: Sendable {
  let status: UDFStatus
  /// nil for a UDF that a reload removed and that still has connections.
  let handler: String?
  let readiness: Readiness?
  /// What new connections are started under.
  let generation: UInt64?
}
