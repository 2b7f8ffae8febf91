import PlainText

/// A configuration value. Integers and floats are kept apart: `threshold = 1` and `threshold = 1.0`
/// declare options of different types to Kapacitor.
public indirect enum SettingValue: Sendable {
  case string(String)
  case integer(Int64)
  case number(Double)
  case boolean(Bool)
  /// A TOML date or time, as text; nothing in udfd takes one, so that it is only ever named in an error.
  case dateTime(String)
  case list([Setting])
  case table(SettingTable)

  /// What it is, in the words of an error message.
  public var kind: String {
    switch self {
    case .string: "a string"
    case .integer: "an integer"
    case .number: "a float"
    case .boolean: "a boolean"
    case .dateTime: "a date"
    case .list: "a list"
    case .table: "a table"
    }
  }

  /// The same value whatever its place: what tells a reload whether anything changed.
  public func hasSameContent(as other: SettingValue) -> Bool {
    switch (self, other) {
    case (.string(let a), .string(let b)): a == b
    case (.integer(let a), .integer(let b)): a == b
    case (.number(let a), .number(let b)): a == b || (a.isNaN && b.isNaN)
    case (.boolean(let a), .boolean(let b)): a == b
    case (.dateTime(let a), .dateTime(let b)): a == b
    case (.list(let a), .list(let b)):
      a.count == b.count && zip(a, b).allSatisfy { $0.value.hasSameContent(as: $1.value) }
    case (.table(let a), .table(let b)): a.hasSameContent(as: b)
    default: false
    }
  }

  func rerooted(at path: SettingPath) -> SettingValue {
    switch self {
    case .list(let settings):
      .list(
        settings.enumerated().map { index, setting in
          setting.rerooted(at: path.appending(index: index))
        })
    case .table(let table): .table(table.rerooted(at: path))
    default: self
    }
  }
}

extension SettingValue: CustomStringConvertible {
  /// As TOML writes it.
  public var description: String {
    switch self {
    case .string(let text): QuotedText.of(text)
    case .integer(let value): "\(value)"
    case .number(let value):
      value.isNaN ? "nan" : value.isInfinite ? (value < 0 ? "-inf" : "inf") : "\(value)"
    case .boolean(let value): value ? "true" : "false"
    case .dateTime(let text): text
    case .list(let settings): "[" + settings.map(\.value.description).joined(separator: ", ") + "]"
    case .table(let table):
      table.entries.isEmpty
        ? "{}"
        : "{ " + table.entries.map { "\($0.key) = \($0.value)" }.joined(separator: ", ") + " }"
    }
  }
}

// Literals, so that settings can be written down in code: defaults of declared keys, and tests.

extension SettingValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral
{
  public init(stringLiteral value: String) { self = .string(value) }
  public init(integerLiteral value: Int64) { self = .integer(value) }
  public init(floatLiteral value: Double) { self = .number(value) }
  public init(booleanLiteral value: Bool) { self = .boolean(value) }
  public init(arrayLiteral elements: SettingValue...) {
    self = .list(elements.map { Setting(key: "", path: .root, place: nil, value: $0) })
  }
  public init(dictionaryLiteral elements: (String, SettingValue)...) {
    self = .table(SettingTable(elements))
  }
}
