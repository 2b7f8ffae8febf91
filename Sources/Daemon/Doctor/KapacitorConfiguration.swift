import PlainText
import Settings

/// What kapacitor.conf says of UDFs.
public struct KapacitorConfiguration: Sendable {
  public struct Function: Sendable, Equatable {
    public let name: String
    public let socket: String?
    public let program: String?
    public let timeoutNanoseconds: Int64?
    public let place: SettingPlace?
  }

  public static let defaultFile = "/etc/kapacitor/kapacitor.conf"

  public let functions: [Function]
  /// What is written so that Kapacitor passes it over or does not start.
  private let misplaced: [Finding]

  /// - Throws: why the file cannot be read.
  public init(file: String) throws(SettingError) {
    try self.init(ConfigurationFile.read(file), file: file)
  }

  init(_ contents: [UInt8], file: String) throws(SettingError) {
    let root = try TOMLDocument.parse(contents, file: file)
    let udf = try root.table("udf") ?? SettingTable()
    var misplaced = Self.misplaced(in: udf)
    var functions: [Function] = []
    if case .table(let table)? = udf["functions"]?.value {
      for entry in table.entries {
        guard case .table(let function) = entry.value else { continue }
        let timeout = Self.timeout(function, entry.key)
        if let finding = timeout.finding { misplaced.append(finding) }
        functions.append(
          Function(
            name: entry.key, socket: try function.string("socket"),
            program: try function.string("prog"), timeoutNanoseconds: timeout.nanoseconds,
            place: entry.place))
      }
    }
    self.functions = functions
    self.misplaced = misplaced
  }

  /// UDFs that do not stand under [udf.functions.NAME], where alone Kapacitor looks.
  private static func misplaced(in udf: SettingTable) -> [Finding] {
    udf.entries.compactMap { entry in
      let place = entry.place?.description ?? "kapacitor.conf"
      switch entry.value {
      case .list where entry.key == "functions":
        return .bad(
          "\(place): a list of functions is not what Kapacitor reads",
          "write [udf.functions.NAME], once for each UDF")
      case .table(let table)
      where entry.key != "functions" && (table["socket"] ?? table["prog"]) != nil:
        return .bad(
          "\(place): [udf.\(entry.key)] is passed over by Kapacitor",
          "write [udf.functions.\(entry.key)]")
      default: return nil
      }
    }
  }

  /// Kapacitor reads durations in quotes.
  private static func timeout(
    _ function: SettingTable, _ name: String
  ) -> (nanoseconds: Int64?, finding: Finding?) {
    do {
      return (try function.duration("timeout"), nil)
    } catch {
      return (nil, .bad("udf \(name): \(error)", "write timeout = \"10s\""))
    }
  }

  /// What it says of the UDFs that are served.
  public func findings(for udfs: [(name: String, socket: String)]) -> [Finding] {
    misplaced + udfs.map(finding) + functions.compactMap { strayFinding($0, among: udfs) }
  }

  private func finding(_ udf: (name: String, socket: String)) -> Finding {
    guard let function = functions.first(where: { $0.name == udf.name }) else {
      if let other = functions.first(where: { $0.socket == udf.socket }) {
        return .doubtful(
          "udf \(udf.name): \(place(other)) calls its socket \(other.name)",
          "TICKscripts call @\(other.name)(); rename one of the two where that is not meant")
      }
      return .bad(
        "udf \(udf.name): kapacitor.conf does not name it",
        "add the lines of 'udfd kapacitor-conf', then restart kapacitord")
    }
    guard let socket = function.socket else {
      return .doubtful(
        "udf \(udf.name): \(place(function)) starts a program and does not use the daemon",
        "write socket = \"\(udf.socket)\" in place of prog and args")
    }
    guard socket == udf.socket else {
      return .bad(
        "udf \(udf.name): \(place(function)) says \(socket), but it is served at \(udf.socket)",
        "correct one of the two, then restart kapacitord or reload udfd")
    }
    guard let timeout = function.timeoutNanoseconds, timeout >= 1_000_000_000 else {
      return .bad(
        "udf \(udf.name): \(place(function)) has no timeout of a second or more",
        "write timeout = \"10s\", then restart kapacitord")
    }
    return .good(
      "udf \(udf.name): kapacitor.conf names its socket, timeout "
        + DurationText.go(nanoseconds: timeout))
  }

  /// kapacitord does not come up while a socket that it names is missing.
  private func strayFinding(
    _ function: Function, among udfs: [(name: String, socket: String)]
  ) -> Finding? {
    guard let socket = function.socket, !udfs.contains(where: { $0.name == function.name }),
      !udfs.contains(where: { $0.socket == socket }), socket.contains("/udfd/")
    else { return nil }
    return .bad(
      "\(place(function)) names \(socket), which no UDF serves: kapacitord waits for it at its start, "
        + "for five minutes, and then gives up",
      "configure [udf.\(function.name)] or take the lines out of kapacitor.conf")
  }

  private func place(_ function: Function) -> String {
    function.place?.description ?? "kapacitor.conf"
  }
}
