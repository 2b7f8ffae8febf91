import Settings
import UDFWire

/// What a test wants of one field or tag.
struct Expectation: Sendable {
  enum Wanted: Sendable {
    case exactly(FieldValue)
    case near(Double, within: Double)
    case present
    case absent
  }

  let name: String
  let wanted: Wanted

  init(_ setting: Setting) throws(SettingError) {
    name = setting.key
    guard case .table(let table) = setting.value else {
      wanted = .exactly(try TestValue.field(setting))
      return
    }
    try table.check(against: TestKeys.expectation)
    if try table.boolean("absent") ?? false {
      wanted = .absent
    } else if let within = try table.number("within") {
      guard let value = try table.number("value") else {
        throw setting.error("within needs a value that is a number")
      }
      wanted = .near(value, within: within)
    } else if let value = table["value"] {
      wanted = .exactly(try TestValue.field(value))
    } else {
      wanted = .present
    }
  }

  /// How an answer differs from it; nil where it does not.
  func difference(in point: Point) -> String? {
    let found = point.fields[name] ?? point.tags[name].map(FieldValue.string)
    switch (wanted, found) {
    case (.absent, nil), (.present, .some): return nil
    case (.absent, .some(let value)):
      return "\(name): expected it to be absent, found \(TestValue.text(value))"
    case (.present, nil): return "\(name): expected a value, found none"
    case (.exactly(let value), nil):
      return "\(name): expected \(TestValue.text(value)), found none"
    case (.exactly(let value), .some(let found)):
      if value == found { return nil }
      return "\(name): expected \(TestValue.text(value)), found \(TestValue.text(found))"
    case (.near(let value, let within), let found):
      if let number = found?.number, abs(number - value) <= within { return nil }
      let text = found.map(TestValue.text) ?? "none"
      return "\(name): expected \(value) within \(within), found \(text)"
    }
  }
}
