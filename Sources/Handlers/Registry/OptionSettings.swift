import KapacitorUDF
import PlainText
import Settings
import UDFWire

/// `[udf.NAME.options]` of a handler that declares its options itself: values in place of its defaults.
enum OptionSettings {
  static let key = KeyDeclaration(
    "options", .table(of: .any),
    summary:
      "values for the handler's options, in place of their defaults; a TICKscript comes first")

  /// The UDF with the table's values as defaults.
  static func apply(
    _ settings: SettingTable, to info: UDFInfo
  ) throws(SettingError) -> UDFInfo {
    guard let table = try settings.table(key.name) else { return info }
    var info = info
    for setting in table.entries {
      guard let declaration = info.option(named: setting.key) else {
        throw table.unknownKey(setting, among: info.options.map(\.name))
      }
      let values = try values(of: setting, for: declaration)
      do { info = try info.settingDefaults([setting.key: values]) } catch {
        throw setting.error(error.reason)
      }
    }
    return info
  }

  private static func values(
    of setting: Setting, for declaration: OptionDeclaration
  ) throws(SettingError) -> [OptionValue] {
    guard case .list(let elements) = setting.value else {
      return [try value(of: setting, declaration.types.first)]
    }
    var values: [OptionValue] = []
    for (index, element) in elements.enumerated() {
      let types = declaration.types
      let type =
        declaration.isList || types.isEmpty ? types.first : types[min(index, types.count - 1)]
      values.append(try value(of: element, type))
    }
    return values
  }

  /// The declared type decides what is meant: an integer serves where a DOUBLE is wanted, text is a
  /// duration where a DURATION is.
  private static func value(
    of setting: Setting, _ type: ValueType?
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
    throw setting.error(
      "expected \(type == .int ? "an" : "a") \(type?.text ?? "value"), found \(setting.value.kind), \(setting.value)"
    )
  }
}
