import KapacitorUDF
import PlainText
import UDFWire

/// What a new configuration changes, and whether a running daemon can take it over.
struct ReloadChanges {
  /// Keys of `[daemon]` that only a restart can change, as `loops (2 -> 4)`.
  let needingRestart: [String]
  /// One line for each UDF that was added, removed or changed.
  let lines: [String]
  /// UDFs whose edges or options are not what Kapacitor was told at its own start.
  let warnings: [String]

  init(
    from old: DaemonSection, _ oldCatalog: UDFCatalog, to new: DaemonSection, _ catalog: UDFCatalog
  ) {
    needingRestart = ReloadChanges.needingRestart(old, new)
    var lines: [String] = []
    var warnings: [String] = []
    for entry in catalog.entries {
      let name = entry.section.name
      guard let before = oldCatalog[name] else {
        lines.append("UDF \(name) added")
        continue
      }
      if before.generation != entry.generation {
        lines.append("UDF \(name) changed, for new connections")
      }
      if let change = ReloadChanges.interface(
        from: before.definition.info, to: entry.definition.info)
      {
        warnings.append(
          "udf \(name): \(change): restart kapacitord, which asks a UDF for its options only at its own start"
        )
      }
    }
    for entry in oldCatalog.entries where catalog[entry.section.name] == nil {
      lines.append("UDF \(entry.section.name) removed")
    }
    self.lines = lines
    self.warnings = warnings
  }

  private static func needingRestart(_ old: DaemonSection, _ new: DaemonSection) -> [String] {
    var keys: [String] = []
    func compare<Value: Equatable>(_ key: String, _ before: Value, _ after: Value) {
      if before != after { keys.append("\(key) (\(before) -> \(after))") }
    }
    func busy(_ section: DaemonSection) -> String {
      DurationText.go(nanoseconds: section.maximumBusyNanoseconds)
    }
    compare("loops", old.loops, new.loops)
    compare("state_directory", old.stateDirectory, new.stateDirectory)
    compare("control_socket", old.controlSocket, new.controlSocket)
    compare("http", old.http?.description ?? "off", new.http?.description ?? "off")
    compare("max_connections", old.maximumConnections, new.maximumConnections)
    // The liveness thread was started with it.
    compare("max_busy", busy(old), busy(new))
    return keys
  }

  /// What Kapacitor was told differently; nil: nothing.
  private static func interface(from old: UDFInfo, to new: UDFInfo) -> String? {
    var changes: [String] = []
    if old.wants != new.wants || old.provides != new.provides { changes.append("edges changed") }
    for option in new.options {
      guard let before = old.option(named: option.name) else {
        changes.append("option \(option.name) added")
        continue
      }
      if before.types != option.types { changes.append("option \(option.name) retyped") }
    }
    for option in old.options where new.option(named: option.name) == nil {
      changes.append("option \(option.name) removed")
    }
    return changes.isEmpty ? nil : changes.joined(separator: ", ")
  }
}
