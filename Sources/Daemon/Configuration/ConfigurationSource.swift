import Glibc
import KapacitorUDF
import PlainText
import Settings

/// Where a configuration comes from, and what comes before the file: flags, then environment.
public struct ConfigurationSource: Sendable {
  public static let defaultFile = "/etc/udfd/udfd.toml"

  public let file: String
  public let environment: [String: String]
  /// Values of `[daemon]` given by flags, by key.
  public let flags: [(key: String, value: String)]
  /// What stands in for the file's bytes; nil: they are read.
  var contents: [UInt8]?

  public init(
    file: String = defaultFile, environment: [String: String] = [:],
    flags: [(key: String, value: String)] = [], contents: [UInt8]? = nil
  ) {
    self.contents = contents
    self.file = file
    self.environment = environment
    self.flags = flags
  }

  /// Reads the file and puts environment and flags in.
  public func read() throws(ConfigurationError) -> SettingTable {
    try readWithContents().root
  }

  func readWithContents() throws(ConfigurationError) -> (root: SettingTable, contents: [UInt8]) {
    do throws(SettingError) {
      let bytes = if let contents { contents } else { try ConfigurationFile.read(file) }
      let root = try TOMLDocument.parse(bytes, file: file)
      return (try applyingFlags(to: applyingEnvironment(to: root)), bytes)
    } catch {
      throw ConfigurationError(problems: [error])
    }
  }

  private func applyingFlags(to root: SettingTable) throws(SettingError) -> SettingTable {
    var daemon =
      try root.table("daemon") ?? SettingTable(path: SettingPath("daemon"), place: nil, entries: [])
    for (key, value) in flags {
      let flag = "--" + key.map { $0 == "_" ? "-" : String($0) }.joined()
      // A number in a flag is a number, as it would be in the file.
      let setting = Int64(value).map { SettingValue.integer($0) } ?? .string(value)
      daemon = daemon.setting(key, to: setting, place: SettingPlace(file: flag))
    }
    return flags.isEmpty ? root : root.setting("daemon", to: .table(daemon), place: daemon.place)
  }

  private func applyingEnvironment(to root: SettingTable) throws(SettingError) -> SettingTable {
    try applyingModelPaths(to: applyingLogLevel(to: root))
  }

  private func applyingLogLevel(to root: SettingTable) throws(SettingError) -> SettingTable {
    let variable = "KAPACITOR_LOGGING_LEVEL"
    guard let text = environment[variable], !text.isEmpty else { return root }
    // Kapacitor's own names, in any case: its deployments set this variable for all their parts.
    guard let level = LogLevel(name: text) else {
      throw SettingError(
        place: SettingPlace(file: variable), path: .root,
        problem: "there is no log level \(QuotedText.of(text))",
        remedy: "use debug, info, warning, error or off")
    }
    let daemon =
      try root.table("daemon") ?? SettingTable(path: SettingPath("daemon"), place: nil, entries: [])
    return root.setting(
      "daemon",
      to: .table(
        daemon.setting(
          "log_level", to: .string("\(level)"), place: SettingPlace(file: variable))),
      place: daemon.place)
  }

  private func applyingModelPaths(to root: SettingTable) throws(SettingError) -> SettingTable {
    let prefix = "UDFD_MODEL_"
    var models = try root.table("models") ?? SettingTable()
    let names = models.keys
    var isChanged = false
    for (variable, path) in environment.sorted(by: { $0.key < $1.key })
    where variable.hasPrefix(prefix) && !path.isEmpty {
      let written = String(variable.dropFirst(prefix.count))
      guard let name = ConfigurationSource.model(written, among: names) else {
        throw SettingError(
          place: SettingPlace(file: variable), path: .root,
          problem: "there is no model \(QuotedText.of(written))",
          remedy: NearestName.suggestion(for: written, among: names))
      }
      models = try models.settingPath(of: name, to: path, from: variable)
      isChanged = true
    }
    if let path = environment["MODEL_PATH"], !path.isEmpty {
      guard names.count == 1 else {
        throw SettingError(
          place: SettingPlace(file: "MODEL_PATH"), path: .root,
          problem:
            "applies only where exactly one model is configured, and there are \(names.count)",
          remedy: "unset it, or use UDFD_MODEL_NAME for model NAME")
      }
      // The variable that names the model says more than the one that does not.
      if models[names[0]]?.isFromEnvironment(prefix) != true {
        models = try models.settingPath(of: names[0], to: path, from: "MODEL_PATH")
        isChanged = true
      }
    }
    return isChanged
      ? root.setting("models", to: .table(models), place: root["models"]?.place) : root
  }

  /// A variable may write a model's name as it is or in capitals, as variables usually are.
  private static func model(_ written: String, among names: [String]) -> String? {
    names.first { $0 == written } ?? names.first { $0.uppercased() == written }
  }
}

extension SettingTable {
  fileprivate func settingPath(
    of model: String, to path: String, from variable: String
  ) throws(SettingError) -> SettingTable {
    guard let table = try table(model) else { return self }
    return setting(
      model,
      to: .table(table.setting("path", to: .string(path), place: SettingPlace(file: variable))),
      place: table.place)
  }
}

extension Setting {
  /// Whether the path of this model was set by a variable of this prefix.
  fileprivate func isFromEnvironment(_ prefix: String) -> Bool {
    guard case .table(let table) = value else { return false }
    return table["path"]?.place?.file.hasPrefix(prefix) ?? false
  }
}
