import PlainText
import Settings

/// The configuration, checked: file, environment and flags in their order of precedence.
///
/// What only a handler can judge (its own keys' meaning, its expressions, its model's inputs) is judged when
/// the definitions of the UDFs are made, by `UDFCatalog`.
public struct Configuration: Sendable {
  public let file: String
  /// The bytes of the file.
  public let contents: [UInt8]
  public let daemon: DaemonSection
  public let models: [ModelSection]
  public let udfs: [UDFSection]

  /// - Parameters:
  ///   - keys: the keys that a handler of this name adds to `[udf.NAME]`; nil: there is no such handler.
  ///   - handlers: the names of all handlers, for suggestions.
  public init(
    root: SettingTable, file: String, contents: [UInt8] = [], handlers: [String],
    keys: (_ handler: String) -> [KeyDeclaration]?
  ) throws(ConfigurationError) {
    var collector = ProblemCollector()
    collector.add(root.problems(against: Configuration.sections))
    let daemonTable =
      (collector.value { () throws(SettingError) in try root.table("daemon") } ?? nil)
      ?? SettingTable()
    collector.add(daemonTable.problems(against: DaemonKeys.all))
    guard
      let daemon = collector.value({ () throws(SettingError) in try DaemonSection(daemonTable) })
    else {
      throw collector.error()
    }
    let models = Configuration.named("models", in: root, &collector) { name, table, problems in
      problems.add(table.problems(against: ModelKeys.all))
      return problems.value { () throws(SettingError) in
        try ModelSection(name: name, table, daemon: daemon)
      }
    }
    let udfs = Configuration.named("udf", in: root, &collector) { name, table, problems in
      problems.add(Configuration.handlerProblems(of: table, handlers: handlers, keys: keys))
      return problems.value { () throws(SettingError) in
        try UDFSection(name: name, table, daemon: daemon)
      }
    }
    collector.add(Configuration.sharedSockets(udfs, controlSocket: daemon.controlSocket))
    try collector.throwIfAny()
    self.file = file
    self.contents = contents
    self.daemon = daemon
    self.models = models
    self.udfs = udfs
  }

  private static let sections = [
    KeyDeclaration("daemon", .table(of: .any), summary: ""),
    KeyDeclaration("models", .table(of: .table(of: .any)), summary: ""),
    KeyDeclaration("udf", .table(of: .table(of: .any)), summary: ""),
  ]

  /// The tables `[section.NAME]`, each made into an element; problems are gathered and go on to the next.
  private static func named<Element>(
    _ section: String, in root: SettingTable, _ collector: inout ProblemCollector,
    _ make: (String, SettingTable, inout ProblemCollector) -> Element?
  ) -> [Element] {
    var elements: [Element] = []
    // A section of another type was named already.
    for entry in (try? root.table(section))?.entries ?? [] {
      guard case .table(let table) = entry.value else { continue }
      if let problem = Configuration.nameProblem(entry) { collector.add([problem]) }
      if let element = make(entry.key, table, &collector) { elements.append(element) }
    }
    return elements
  }

  private static func nameProblem(_ entry: Setting) -> SettingError? {
    guard !Identifier.isValid(entry.key) else { return nil }
    return entry.error(
      "\(QuotedText.of(entry.key)) is not a name",
      remedy: "use letters, digits and _, not a digit first, as TICKscript demands")
  }

  private static func handlerProblems(
    of table: SettingTable, handlers: [String], keys: (String) -> [KeyDeclaration]?
  ) -> [SettingError] {
    guard let setting = table["handler"] else {
      return [
        table.error(
          "handler", "is missing: which handler serves this UDF",
          remedy: "known here: \(handlers.sorted().joined(separator: ", "))")
      ]
    }
    guard case .string(let handler) = setting.value else {
      // Without a handler nothing can be said of the other keys.
      return [UDFKeys.handler].flatMap { key in
        SettingTable(
          path: table.path, place: table.place, entries: table.entries.filter { $0.key == key.name }
        ).problems(against: [key])
      }
    }
    guard let own = keys(handler) else {
      return [
        table.error(
          "handler", "there is no handler \(QuotedText.of(handler))",
          remedy: NearestName.suggestion(for: handler, among: handlers))
      ]
    }
    // A handler may declare a key of all UDFs anew, with a default of its own.
    let common = UDFKeys.all.filter { key in !own.contains { $0.name == key.name } }
    return table.problems(against: common + own)
  }

  private static func sharedSockets(
    _ udfs: [UDFSection], controlSocket: String
  ) -> [SettingError] {
    var owners = [controlSocket: "the control socket"]
    var problems: [SettingError] = []
    for udf in udfs {
      if let other = owners[udf.socketPath] {
        problems.append(
          udf.table.error("socket", "\(udf.socketPath) is already that of \(other)"))
      }
      owners[udf.socketPath] = "udf.\(udf.name)"
    }
    return problems
  }
}
