import CKernel

/// What the daemon's process is about.
enum ServicePhase: String, Sendable {
  /// Sockets listen, Info is answered, models are on their way.
  case loading
  case serving
  case draining
}

/// What the service knows of itself; behind one lock.
struct ServiceState: Sendable {
  var phase = ServicePhase.loading
  var configuration: Configuration
  var catalog: UDFCatalog
  /// Counts accepted configurations; the start is 1.
  var generation: UInt64 = 1
  var isReloading = false
  /// Definitions that were replaced or removed while connections used them.
  var retired: [UDFCatalog.Entry] = []
  /// Why models could not be loaded at the start, by name.
  var modelFailures: [String: String] = [:]
  var lastReload: (outcome: ReloadOutcome, realtimeNanoseconds: Int64)?
  /// Why the start did not serve what is on disk.
  let startMessage: String?

  init(_ start: StartingPoint) {
    configuration = start.configuration
    catalog = start.catalog
    startMessage = start.message
    if let refusal = start.refusal { lastReload = (refusal, kernel_realtime_nanoseconds()) }
  }
}
