import KapacitorUDF
import Settings
import UDFWire

/// One `[[udf.NAME.tests]]`: points in order and what is expected of each.
public struct ConfigurationTest: Sendable {
  struct Step: Sendable {
    let point: Point
    let expectations: [Expectation]
    let isDropped: Bool
    let setting: SettingTable
  }

  public let name: String
  let options: [Option]
  let steps: [Step]
  /// For batch edges: what is expected of each answered point.
  let answers: [[Expectation]]?
  let table: SettingTable

  /// The tests of a UDF's table.
  public static func all(
    in settings: SettingTable, for info: UDFInfo
  ) throws(SettingError) -> [ConfigurationTest] {
    var tests: [ConfigurationTest] = []
    for table in try settings.tables(TestKeys.tests.name) ?? [] {
      tests.append(try ConfigurationTest(table, number: tests.count + 1, info))
    }
    return tests
  }

  /// The tags of its points.
  var tagNames: [String] { steps.flatMap(\.point.tags.keys) }

  private init(_ table: SettingTable, number: Int, _ info: UDFInfo) throws(SettingError) {
    try table.check(against: TestKeys.test)
    self.table = table
    name = try table.string("name") ?? "test \(number)"
    options = try Self.options(table, info)
    var steps: [Step] = []
    for point in try table.tables("points") ?? [] {
      steps.append(try Self.step(point, after: steps))
    }
    self.steps = steps
    guard let answers = try table.tables("answers") else {
      self.answers = nil
      return
    }
    var expected: [[Expectation]] = []
    for answer in answers {
      try answer.check(against: TestKeys.answer)
      expected.append(try Self.expectations(answer))
    }
    self.answers = expected
  }

  private static func options(
    _ table: SettingTable, _ info: UDFInfo
  ) throws(SettingError) -> [Option] {
    guard let options = try table.table("options") else { return [] }
    var mentions: [Option] = []
    for setting in options.entries {
      guard let declaration = info.option(named: setting.key) else {
        throw options.unknownKey(setting, among: info.options.map(\.name))
      }
      let elements: [Setting] =
        if case .list(let list) = setting.value { list } else { [setting] }
      var values: [OptionValue] = []
      for element in elements {
        values.append(try TestValue.option(element, declaration.types.first))
      }
      mentions.append(Option(name: setting.key, values: values))
    }
    return mentions
  }

  private static func step(
    _ table: SettingTable, after steps: [Step]
  ) throws(SettingError) -> Step {
    try table.check(against: TestKeys.point)
    var fields: OrderedMap<FieldValue> = [:]
    for setting in try table.table("fields")?.entries ?? [] {
      fields[setting.key] = try TestValue.field(setting)
    }
    var tags: OrderedMap<String> = [:]
    for setting in try table.table("tags")?.entries ?? [] {
      if case .string(let text) = setting.value { tags[setting.key] = text }
    }
    let dimensions = tags.keys.sorted()
    let point = Point(
      timeNanoseconds: try time(table, after: steps), name: "test", database: "test",
      retentionPolicy: "autogen",
      group: dimensions.map { "\($0)=\(tags[$0] ?? "")" }.joined(separator: ","),
      dimensions: dimensions, tags: tags, fields: fields)
    return Step(
      point: point, expectations: try expectations(table),
      isDropped: try table.boolean("dropped") ?? false, setting: table)
  }

  private static func time(
    _ table: SettingTable, after steps: [Step]
  ) throws(SettingError) -> Int64 {
    let first = steps.first?.point.timeNanoseconds ?? 0
    guard let setting = table["time"] else {
      return steps.last.map { $0.point.timeNanoseconds &+ 1_000_000_000 } ?? 0
    }
    if case .integer(let nanoseconds) = setting.value { return nanoseconds }
    return first &+ (try table.duration("time") ?? 0)
  }

  private static func expectations(_ table: SettingTable) throws(SettingError) -> [Expectation] {
    var expectations: [Expectation] = []
    for setting in try table.table("expect")?.entries ?? [] {
      expectations.append(try Expectation(setting))
    }
    return expectations
  }
}
