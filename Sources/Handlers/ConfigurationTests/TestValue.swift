import PlainText
import Settings
import UDFWire

/// Values of points in a configuration.
enum TestValue {
  static func field(_ setting: Setting) throws(SettingError) -> FieldValue {
    switch setting.value {
    case .number(let value): return .double(value)
    case .integer(let value): return .int(value)
    case .boolean(let value): return .bool(value)
    case .string(let value): return .string(value)
    default:
      throw setting.error(
        "a field cannot hold \(setting.value.kind)",
        remedy: "write a float, an integer, a boolean or a string")
    }
  }

  static func text(_ value: FieldValue) -> String {
    switch value {
    case .double(let value): "float \(value)"
    case .int(let value): "int \(value)"
    case .bool(let value): "bool \(value)"
    case .string(let value): "string \(QuotedText.of(value))"
    }
  }

  static func option(_ setting: Setting, _ type: ValueType?) throws(SettingError) -> OptionValue {
    switch (type, setting.value) {
    case (.double, .integer(let value)): return .double(Double(value))
    case (.duration, .string(let text)):
      guard let nanoseconds = DurationText.nanoseconds(text) else {
        throw setting.error("expected a duration such as \"10s\"")
      }
      return .duration(nanoseconds: nanoseconds)
    default: break
    }
    switch try field(setting) {
    case .double(let value): return .double(value)
    case .int(let value): return .int(value)
    case .bool(let value): return .bool(value)
    case .string(let value): return .string(value)
    }
  }
}
