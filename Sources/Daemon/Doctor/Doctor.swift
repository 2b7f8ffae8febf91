import Glibc
import Handlers
import ModelRuntime
import PlainText

/// Looks for what keeps Kapacitor and udfd apart.
public struct Doctor: Sendable {
  private let source: ConfigurationSource
  private let registry: HandlerRegistry
  private let kapacitorFile: String
  private let access: KapacitorAccess
  private let tasks: KapacitorTasks

  public init(
    _ source: ConfigurationSource, registry: HandlerRegistry,
    kapacitorFile: String = KapacitorConfiguration.defaultFile,
    access: KapacitorAccess = .ofThisMachine(),
    tasks: KapacitorTasks = KapacitorTasks(url: KapacitorTasks.defaultURL)
  ) {
    self.tasks = tasks
    self.source = source
    self.registry = registry
    self.kapacitorFile = kapacitorFile
    self.access = access
  }

  public func findings() -> [Finding] {
    do {
      let checked = try CheckedConfiguration(source, registry: registry)
      let configuration = checked.configuration
      var findings = configurationFindings(checked)
      let (daemon, connected) = daemonFindings(configuration)
      findings += daemon
      findings += configuration.udfs.map(socketFinding).compactMap { $0 }
      let (kapacitor, processes) = kapacitorFindings(configuration)
      findings += kapacitor
      findings += tasks.findings(checked.catalog, connected: connected, ofProcesses: processes)
      findings += configuration.models.compactMap(modelFinding)
      return findings
    } catch {
      return error.problems.map {
        .bad($0.description, "correct it; 'udfd check' tells when it holds")
      }
    }
  }

  private func configurationFindings(_ checked: CheckedConfiguration) -> [Finding] {
    guard checked.problems.isEmpty else {
      return checked.problems.map { .bad($0, "'udfd check' tells when it holds") }
    }
    let count = checked.catalog.entries.count
    return [.good("\(checked.configuration.file) holds: \(count) UDF\(count == 1 ? "" : "s")")]
  }

  /// And the tasks that are connected to it; nil where it does not say.
  private func daemonFindings(
    _ configuration: Configuration
  ) -> ([Finding], Set<KapacitorTasks.Use>?) {
    do {
      let status = try ControlClient.status(at: configuration.daemon.controlSocket, asText: false)
      let continuity: Finding =
        status.contains("\"continuity\":{\"on\":true")
        ? .good("continuity is on: tasks outlive the daemon's process")
        : .doubtful(
          "continuity is off: a restart of udfd ends every task",
          "run it by its unit, with FileDescriptorStoreMax= and UDFD_FDSTORE_MAX")
      return ([.good("the daemon answers"), continuity], Self.connected(status))
    } catch ControlError.unreachable(_, let code) where code == EACCES {
      return ([.doubtful("whether the daemon runs cannot be seen by this user", "use sudo")], nil)
    } catch {
      return ([.bad("\(error)", "systemctl start udfd, and see journalctl -u udfd")], nil)
    }
  }

  private static func connected(_ status: String) -> Set<KapacitorTasks.Use>? {
    guard let udfs = JSONValue(parsing: status)?["udfs"]?.elements else { return nil }
    return Set(
      udfs.flatMap { udf in
        (udf["connections"]?.elements ?? []).map {
          KapacitorTasks.Use(
            udf: udf["name"]?.asString ?? "", task: $0["task"]?.asString ?? "")
        }
      })
  }

  private func socketFinding(_ udf: UDFSection) -> Finding? {
    var status = stat()
    guard stat(udf.socketPath, &status) == 0 else {
      return .bad(
        "udf \(udf.name): there is no socket \(udf.socketPath)", "start or reload the daemon")
    }
    return access.finding(socket: udf.socketPath, udf: udf.name)
  }

  /// And the UDFs that Kapacitor runs as processes of its own (`udfd stdio`): their tasks are not connected to the daemon.
  private func kapacitorFindings(
    _ configuration: Configuration
  ) -> ([Finding], processes: Set<String>) {
    guard Glibc.access(kapacitorFile, F_OK) == 0 else {
      return (
        [.doubtful("there is no \(kapacitorFile) here", "name it with --kapacitor-conf FILE")], []
      )
    }
    do {
      let kapacitor = try KapacitorConfiguration(file: kapacitorFile)
      return (
        kapacitor.findings(for: configuration.udfs.map { ($0.name, $0.socketPath) }),
        Set(kapacitor.functions.filter { $0.socket == nil }.map(\.name))
      )
    } catch {
      return ([.doubtful("\(error)", "kapacitord may read it all the same")], [])
    }
  }

  /// What the unit's ProtectHome= hides (systemd.exec(5)).
  private static let directoriesOfProtectHome = ["/home", "/root", "/run/user"]

  /// Whether the service's user may read a model; this command may run as another.
  private func modelFinding(_ model: ModelSection) -> Finding? {
    if Self.directoriesOfProtectHome.contains(where: { model.path.hasPrefix($0 + "/") }) {
      return .doubtful(
        "model \(model.name): \(model.path) is hidden from the service (ProtectHome=)",
        "keep it in /var/lib/udfd/models")
    }
    guard let account = Account(named: "udfd"),
      let obstacle = account.obstacle(to: model.path, wanting: 0o4)
    else { return nil }
    return .bad(
      "model \(model.name): user udfd may not read \(model.path), for \(obstacle)",
      "chmod o+r, and o+x for directories")
  }
}
