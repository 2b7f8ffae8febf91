import CKernel
import Glibc
import Handlers
import KapacitorUDF
import Locks
import ModelRuntime
import Settings

/// `udfd serve`: the daemon with its configuration, models, signals, service manager and control socket.
public final class DaemonService: Sendable {
  let source: ConfigurationSource
  let registry: HandlerRegistry
  let manager: ServiceManager
  let log: ServiceLog
  let models: ModelStore
  let daemon: UDFDaemon
  let activated: ActivatedSockets
  let keptListeners: KeptListeners
  /// Connections of an earlier process.
  private let stored: [StoredConnection]
  /// After a crash: the models that were accepted last, as they were kept, by name.
  let keptModels: [String: String]
  let startedNanoseconds = kernel_monotonic_nanoseconds()
  let state: Lock<ServiceState>
  let reloads = ReloadQueue()
  private let backoff: StartBackoff
  /// Opened by the first signal that asks for an end.
  private let ended = Latch()

  private static let signals = [SIGTERM, SIGINT, SIGHUP]

  /// Serves until a signal ends it. To be called on the main thread before any other is started.
  ///
  /// - Throws: what keeps it from starting, before anything was touched.
  public static func run(_ source: ConfigurationSource, registry: HandlerRegistry) throws {
    SignalThread.block(signals)
    // So that the next process knows a crash of a handler from a kill from outside.
    kernel_mark_faults()
    let backoff = StartBackoff(environment: source.environment)
    let manager = ServiceManager(environment: source.environment)
    do {
      let service = try DaemonService(
        source, registry: registry, manager: manager, backoff: backoff)
      try service.serve()
    } catch {
      waitBeforeFailing(backoff, manager, "\(error)")
      throw error
    }
  }

  private init(
    _ source: ConfigurationSource, registry: HandlerRegistry, manager: ServiceManager,
    backoff: StartBackoff
  ) throws {
    self.source = source
    self.registry = registry
    self.manager = manager
    self.backoff = backoff
    let inherited = InheritedDescriptor.takeAll()
    activated = ActivatedSockets(inherited)
    keptListeners = KeptListeners(inherited)
    stored = DescriptorStore.connections(among: inherited)
    models = ModelStore()
    let start = try StartingPoint.choose(
      source, registry: registry, store: models, hasConnections: !stored.isEmpty)
    keptModels = start.keptModels
    let configuration = start.configuration
    log = ServiceLog(environment: source.environment, level: configuration.daemon.logLevel)
    daemon = try UDFDaemon(
      settings: DaemonSettings(
        loops: configuration.daemon.loops,
        connectionLimit: configuration.daemon.maximumConnections,
        maximumBusyNanoseconds: configuration.daemon.maximumBusyNanoseconds,
        quarantineDirectory: FilePath.resolve("quarantine", in: configuration.daemon.stateDirectory)
      ),
      services: HandlerServices(log: log, models: StoreModels(models)),
      store: DescriptorStore(manager: manager))
    state = Lock(ServiceState(start))
  }

  // MARK: - From start to end

  private func serve() throws {
    let (configuration, catalog) = state.withLock { ($0.configuration, $0.catalog) }
    // First, so that a second daemon with this configuration is told so before it touches a UDF's socket.
    let control = try ControlServer(
      path: configuration.daemon.controlSocket, delegate: self, log: log)
    let http = try startHTTP(configuration)
    for warning in activated.warnings(for: configuration.udfs) { log.write(.warning, warning) }
    // Info needs only the configuration: it is answered from here on, while models load.
    try daemon.serve(services(catalog, configuration))
    keptListeners.dropRest(from: DescriptorStore(manager: manager))
    adoptConnections()
    try control.start()
    try SignalThread.start(Self.signals) { [self] signal in received(signal) }
    let ticker = ServiceTicker(manager, log: log) { [self] in tickerReport() }
    try ticker.start()
    logStart(configuration)
    reloads.request({ [self] in loadModelsAtStart() }, { [self] outcome in started(outcome) })
    ended.wait()
    end()
    ticker.stop()
    http?.stop()
    control.stop()
  }

  private func startHTTP(_ configuration: Configuration) throws -> HTTPServer? {
    guard let address = configuration.daemon.http else { return nil }
    do {
      let server = try HTTPServer(address, delegate: self)
      log.write(.info, "metrics and the status page at \(address)")
      return server
    } catch {
      throw HTTPServer.Failure(address: address, cause: "\(error)")
    }
  }

  private func started(_ outcome: ReloadOutcome) {
    state.withLock { if $0.phase == .loading { $0.phase = .serving } }
    backoff.noteSuccess()
    servingState.clearPlannedMark()
    manager.ready(status: statusLine)
    log.write(.info, "ready: \(statusLine)")
    keepAccepted()
    // Last: nobody waits for it.
    if outcome.isApplied { logFailingTests() }
  }

  private func received(_ signal: Int32) {
    if signal == SIGHUP { return requestReload { _ in } }
    let isDraining = state.withLock { state in
      defer { state.phase = .draining }
      return state.phase == .draining
    }
    guard !isDraining else {
      log.write(.warning, "a second signal: ending at once")
      exit(1)
    }
    ended.open()
  }

  /// Before models are loaded: the connections are kept alive from here on.
  private func adoptConnections() {
    guard !stored.isEmpty else { return }
    let report = daemon.adopt(stored)
    log.write(
      .info,
      "\(plural(report.adopted, "connection")) of the process before taken up, \(report.leftovers) had ended, "
        + "\(report.refused) could not be taken up")
  }

  /// Where connections are kept, they are left to the next process: whether there will be one, a stop or a restart, is
  /// known to the service manager alone, which lets go of them when it was a stop.
  private func end() {
    let deadline = state.withLock { $0.configuration.daemon.drainDeadlineNanoseconds }
    guard daemon.keepsConnections else { return drain(within: deadline) }
    manager.stopping(status: "leaving connections to the next process")
    log.write(
      .info, "stopping: \(plural(daemon.connections, "connection")) left to the next process")
    if !daemon.handOver(within: deadline) {
      log.write(.warning, "not every connection could be left in good order")
    }
    // Whoever starts next reads what is on disk then; after a crash it would not.
    servingState.markPlanned()
    manager.barrier(timeoutMilliseconds: 5_000)
    log.write(.info, "stopped")
  }

  private func drain(within deadline: Int64) {
    manager.stopping(status: "answering what was read")
    log.write(.info, "stopping: draining \(plural(daemon.connections, "connection"))")
    if !daemon.drain(within: deadline) {
      log.write(.warning, "the drain deadline has passed: what was left is abandoned")
    }
    log.write(.info, "stopped")
  }

  private func logStart(_ configuration: Configuration) {
    if let start = state.withLock({ $0.startMessage }) { log.write(.warning, start) }
    log.write(
      .info,
      "udfd \(UDFDVersion.current): \(configuration.file), \(plural(configuration.udfs.count, "UDF")), "
        + "\(plural(configuration.models.count, "model")), \(plural(configuration.daemon.loops, "loop")); "
        + continuityText)
    if let shortage = storeShortage(configuration) { log.write(.warning, shortage) }
    let access = KapacitorAccess.ofThisMachine()
    for udf in configuration.udfs {
      if let finding = access.finding(socket: udf.socketPath, udf: udf.name),
        finding.verdict == .bad
      {
        log.write(.warning, finding.line)
      }
      log.write(.info, "listening at \(udf.socketPath)", udf: udf.name)
    }
  }

  /// systemd says nothing of what does not fit into its store any more.
  private func storeShortage(_ configuration: Configuration) -> String? {
    let kept = manager.storedDescriptorsMaximum
    let needed = 2 * configuration.daemon.maximumConnections + configuration.udfs.count
    guard kept > 0, kept < needed else { return nil }
    return
      "\(kept) descriptors are kept over a restart, and max_connections = \(configuration.daemon.maximumConnections) may need \(needed): "
      + "raise FileDescriptorStoreMax= and UDFD_FDSTORE_MAX, or lower max_connections in [daemon]"
  }

  /// Under systemd, a start that fails time and again is slowed down here; a stop is obeyed meanwhile.
  private static func waitBeforeFailing(
    _ backoff: StartBackoff, _ manager: ServiceManager, _ reason: String
  ) {
    let nanoseconds = backoff.noteFailure()
    guard nanoseconds > 0 else { return }
    manager.extendTimeout(seconds: Int(nanoseconds / 1_000_000_000) + 10)
    manager.status("cannot start: \(reason)")
    var set = sigset_t()
    sigemptyset(&set)
    for signal in signals { sigaddset(&set, signal) }
    var wait = timespec(
      tv_sec: Int(nanoseconds / 1_000_000_000), tv_nsec: Int(nanoseconds % 1_000_000_000))
    sigtimedwait(&set, nil, &wait)
  }
}
