import KapacitorUDF
import PlainText
import Settings
import UDFWire

/// `[udf.NAME.options]` of a handler whose options the configuration declares.
///
/// Short: `threshold = 0.15` declares an option of the literal's type with that default. Long:
/// `threshold = { type = "double", default = 1, min = 0 }`.
public enum DeclaredOptions {
  public static let key = KeyDeclaration(
    "options", .table(of: .any), defaultText: "none",
    summary:
      "Options that a TICKscript may set: `threshold = 0.15` declares one of the literal's type with that "
      + "default; the long form is `threshold = { type = \"double\", default = 0.15, min = 0.0 }`.")

  /// The keys of the long form.
  public static let longForm = [
    KeyDeclaration(
      "type", .choice(types.map(\.word)), isRequired: true,
      summary: "The type that a TICKscript must write."),
    KeyDeclaration(
      "default", .any, defaultText: "none",
      summary:
        "What holds where a TICKscript does not set the option; a duration is written in quotes."),
    KeyDeclaration(
      "required", .boolean, default: false, summary: "Whether a TICKscript must set it."),
    KeyDeclaration(
      "list", .boolean, default: false,
      summary: "Whether the option may be repeated, each mention with any number of values."),
    KeyDeclaration("min", .any, defaultText: "none", summary: "The least value allowed."),
    KeyDeclaration("max", .any, defaultText: "none", summary: "The greatest value allowed."),
    KeyDeclaration(
      "choices", .list(of: .string), default: [], summary: "The strings that are allowed."),
    KeyDeclaration("summary", .string, default: "", summary: "One line for `udfd check`."),
  ]

  private static let types: [(word: String, type: ValueType)] = [
    ("bool", .bool), ("int", .int), ("double", .double), ("string", .string),
    ("duration", .duration),
  ]

  /// - Parameter settings: the table of the UDF.
  public static func parse(_ settings: SettingTable) throws(SettingError) -> [OptionDeclaration] {
    guard let table = try settings.table(key.name) else { return [] }
    var declarations: [OptionDeclaration] = []
    for setting in table.entries {
      guard isName(setting.key) else {
        throw setting.error(
          "\(QuotedText.of(setting.key)) is not an option's name",
          remedy: "use letters, digits and _, not a digit first, as TICKscript demands")
      }
      if case .table(let long) = setting.value {
        declarations.append(try declaration(named: setting.key, long))
      } else {
        declarations.append(try shortForm(setting))
      }
    }
    return declarations
  }

  private static func shortForm(_ setting: Setting) throws(SettingError) -> OptionDeclaration {
    let (type, value): (ValueType, OptionValue) =
      switch setting.value {
      case .boolean(let value): (.bool, .bool(value))
      case .integer(let value): (.int, .int(value))
      case .number(let value): (.double, .double(value))
      case .string(let value): (.string, .string(value))
      default:
        throw setting.error(
          "\(setting.value.kind) declares no option",
          remedy: "write a literal, or { type = \"double\", default = 0.15 }")
      }
    return OptionDeclaration(name: setting.key, types: [type], defaultValues: [value])
  }

  private static func declaration(
    named name: String, _ table: SettingTable
  ) throws(SettingError) -> OptionDeclaration {
    try table.check(against: longForm)
    let word = try table.string("type")
    // The word was checked against the list.
    let type = types.first { $0.word == word }?.type ?? .double
    var declaration = OptionDeclaration(name: name, types: [type])
    declaration.isList = try table.boolean("list") ?? false
    declaration.isRequired = try table.boolean("required") ?? false
    declaration.minimum = try bound("min", of: type, table)
    declaration.maximum = try bound("max", of: type, table)
    declaration.choices = try table.strings("choices") ?? []
    declaration.summary = try table.string("summary") ?? ""
    if !declaration.choices.isEmpty, type != .string {
      throw table.error("choices", "are for options of type \"string\"")
    }
    try setDefault(of: &declaration, type, table)
    return declaration
  }

  private static func setDefault(
    of declaration: inout OptionDeclaration, _ type: ValueType, _ table: SettingTable
  ) throws(SettingError) {
    guard let setting = table["default"] else { return }
    if declaration.isRequired {
      throw setting.error("a required option has no default", remedy: "leave one of the two out")
    }
    if declaration.isList, case .list(let elements) = setting.value {
      var values: [OptionValue] = []
      for element in elements { values.append(try value(of: element, type)) }
      declaration.defaultValues = values
    } else {
      declaration.defaultValues = [try value(of: setting, type)]
    }
    do {
      try declaration.check(declaration.defaultValues ?? [])
    } catch {
      throw setting.error(error.reason)
    }
  }

  private static func bound(
    _ key: String, of type: ValueType, _ table: SettingTable
  ) throws(SettingError) -> OptionValue? {
    guard let setting = table[key] else { return nil }
    guard type == .int || type == .double || type == .duration else {
      throw setting.error("only int, double and duration have a \(key)imum")
    }
    return try value(of: setting, type)
  }

  /// The declared type decides what is meant: an integer serves where a double is wanted, text is a duration where
  /// a duration is.
  private static func value(
    of setting: Setting, _ type: ValueType
  ) throws(SettingError) -> OptionValue {
    switch (type, setting.value) {
    case (.bool, .boolean(let value)): return .bool(value)
    case (.int, .integer(let value)): return .int(value)
    case (.double, .number(let value)): return .double(value)
    case (.double, .integer(let value)): return .double(Double(value))
    case (.string, .string(let value)): return .string(value)
    case (.duration, .string(let text)):
      if let nanoseconds = DurationText.nanoseconds(text) {
        return .duration(nanoseconds: nanoseconds)
      }
    default: break
    }
    let word = types.first { $0.type == type }?.word ?? "value"
    let example = type == .duration ? ", such as \"10s\"" : ""
    throw setting.error(
      "expected \(type == .int ? "an" : "a") \(word)\(example), found \(setting.value.kind), \(setting.value)"
    )
  }

  private static func isName(_ name: String) -> Bool {
    guard let first = name.utf8.first, !(0x30...0x39).contains(first), name.utf8.count <= 128 else {
      return false
    }
    return name.utf8.allSatisfy { byte in
      (0x61...0x7a).contains(byte | 0x20) || (0x30...0x39).contains(byte) || byte == 0x5f
    }
  }
}
