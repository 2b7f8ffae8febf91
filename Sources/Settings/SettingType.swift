import PlainText

/// What a key's value may be.
public indirect enum SettingType: Sendable, Hashable {
  case string
  case integer
  /// A float; an integer serves too.
  case number
  case boolean
  /// `"10s"`, `"1h30m"`, `"200us"`.
  case duration
  /// Bytes: an integer, or `"64MiB"`.
  case byteSize
  /// Permission bits in octal, in quotes: `"0660"`.
  case fileMode
  /// One of these words.
  case choice([String])
  case list(of: SettingType)
  /// One value, or a list of such values.
  case oneOrMany(SettingType)
  case either(SettingType, SettingType)
  /// A table whose keys the user chooses.
  case table(of: SettingType)
  /// A list of tables, written `[[like.this]]`.
  case tables
  /// Whatever the reader of the key makes of it.
  case any

  /// In the words of an error message and of the configuration reference.
  public var description: String {
    switch self {
    case .string: "a string"
    case .integer: "an integer"
    case .number: "a number"
    case .boolean: "true or false"
    case .duration: "a duration such as \"10s\""
    case .byteSize: "a size such as \"64MiB\""
    case .fileMode: "permission bits in quotes, such as \"0660\""
    case .choice(let words):
      words.count == 1
        ? "\"\(words[0])\"" : "one of " + words.map { "\"\($0)\"" }.joined(separator: ", ")
    case .list(let element): "a list, each element \(element.description)"
    case .oneOrMany(let element): "\(element.description) or a list of such"
    case .either(let first, let second): "\(first.description) or \(second.description)"
    case .table(let element):
      element == .any ? "a table" : "a table, each value \(element.description)"
    case .tables: "a list of tables"
    case .any: "a value"
    }
  }

  /// What is wrong with a value of this type; nil if nothing is.
  public func problem(with setting: Setting) -> SettingError? {
    switch (self, setting.value) {
    case (.any, _), (.string, .string), (.integer, .integer), (.boolean, .boolean),
      (.number, .number), (.number, .integer):
      return nil
    case (.duration, .string(let text)):
      return DurationText.nanoseconds(text) == nil ? mismatch(setting) : nil
    case (.byteSize, .string(let text)):
      return ByteSizeText.bytes(text) == nil ? mismatch(setting) : nil
    case (.byteSize, .integer(let bytes)):
      return bytes < 0 ? mismatch(setting) : nil
    case (.fileMode, .string(let text)):
      return FileModeText.bits(text) == nil ? mismatch(setting) : nil
    case (.choice(let words), .string(let text)):
      return words.contains(text) ? nil : wordProblem(text, words, setting)
    case (.list(let element), .list(let settings)):
      return settings.lazy.compactMap { element.problem(with: $0) }.first
    case (.oneOrMany(let element), .list(let settings)):
      return settings.lazy.compactMap { element.problem(with: $0) }.first
    case (.oneOrMany(let element), _):
      return element.problem(with: setting) == nil ? nil : mismatch(setting)
    case (.either(let first, let second), _):
      let fits = first.problem(with: setting) == nil || second.problem(with: setting) == nil
      return fits ? nil : mismatch(setting)
    case (.table(let element), .table(let table)):
      return table.entries.lazy.compactMap { element.problem(with: $0) }.first
    case (.tables, .list(let settings)):
      return settings.lazy.compactMap { SettingType.table(of: .any).problem(with: $0) }.first
    default:
      return mismatch(setting)
    }
  }

  private func mismatch(_ setting: Setting) -> SettingError {
    let found =
      switch setting.value {
      case .list, .table: setting.value.kind
      default: "\(setting.value.kind), \(setting.value)"
      }
    return setting.error("expected \(description), found \(found)")
  }

  private func wordProblem(_ text: String, _ words: [String], _ setting: Setting) -> SettingError {
    setting.error(
      "expected \(description), found \(setting.value)",
      remedy: NearestName.of(text, among: words).map { "did you mean \"\($0)\"?" })
  }
}
