import KapacitorUDF
import Lambda
import Settings

/// What `[udf.NAME]` says, read and parsed; names are resolved when a task brings its options and the
/// models are there.
struct ScoreRules: Sendable {
  let inputs: [ScoreExpression]
  let when: ScoreExpression?
  let lets: [ScoreExpression]
  let sets: [ScoreExpression]
  let otherwise: [ScoreExpression]
  let tags: [ScoreExpression]
  let removed: [String]
  let emit: ScoreEmit
  let defaults: [(name: String, value: LambdaValue)]
  let nonFinite: NonFinitePolicy
  let edge: ScoreEdge
  let emitEvery: EmitEvery?
  let maximumGroups: Int
  let maximumStateBytes: Int
  let timeZone: LambdaTimeZone
  let options: [OptionDeclaration]
  /// For errors about the whole.
  let table: SettingTable

  init(_ settings: SettingTable) throws(SettingError) {
    table = settings
    inputs = try Self.expressions(settings, ScoreKeys.inputs)
    when = try settings[ScoreKeys.when.name].map(ScoreExpression.init)
    lets = try Self.expressions(settings, ScoreKeys.letValues)
    sets = try Self.expressions(settings, ScoreKeys.set)
    otherwise = try Self.expressions(settings, ScoreKeys.otherwise)
    tags = try Self.expressions(settings, ScoreKeys.tags)
    removed = try settings.strings(of: ScoreKeys.remove)
    emit = try ScoreEmit(settings)
    defaults = try Self.defaults(settings)
    nonFinite =
      NonFinitePolicy(rawValue: try settings.string(of: ScoreKeys.onNonFinite)) ?? .omit
    edge = ScoreEdge(rawValue: try settings.string(of: ScoreKeys.edge)) ?? .streamToStream
    emitEvery = try EmitEvery(settings)
    maximumGroups = Int(try settings.integer(of: ScoreKeys.maxGroups))
    maximumStateBytes = try settings.byteSize(of: ScoreKeys.maxStateBytes)
    options = try DeclaredOptions.parse(settings)
    timeZone = try Self.timeZone(settings)
    try check()
  }

  private static func expressions(
    _ settings: SettingTable, _ key: KeyDeclaration
  ) throws(SettingError) -> [ScoreExpression] {
    var expressions: [ScoreExpression] = []
    for setting in try settings.table(key.name)?.entries ?? [] {
      expressions.append(try ScoreExpression(setting))
    }
    return expressions
  }

  private static func defaults(
    _ settings: SettingTable
  ) throws(SettingError) -> [(name: String, value: LambdaValue)] {
    var defaults: [(name: String, value: LambdaValue)] = []
    for setting in try settings.table(ScoreKeys.defaults.name)?.entries ?? [] {
      switch setting.value {
      case .number(let value): defaults.append((setting.key, .float(value)))
      case .integer(let value): defaults.append((setting.key, .int(value)))
      case .boolean(let value): defaults.append((setting.key, .bool(value)))
      case .string(let value): defaults.append((setting.key, .string(value)))
      default:
        throw setting.error(
          "a field cannot hold \(setting.value.kind)",
          remedy: "write a float, an integer, a boolean or a string")
      }
    }
    return defaults
  }

  private static func timeZone(_ settings: SettingTable) throws(SettingError) -> LambdaTimeZone {
    guard let setting = settings[ScoreKeys.timeZone.name], case .string(let name) = setting.value
    else { return .local() }
    do throws(TimeZoneError) {
      return try LambdaTimeZone(named: name)
    } catch {
      throw setting.error("\(error)")
    }
  }

  /// Rules between keys.
  private func check() throws(SettingError) {
    if edge == .streamToBatch, emitEvery == nil {
      throw table.error(
        ScoreKeys.emitEvery.name, "is missing",
        remedy: "stream->batch needs it: emit_every = 100 or emit_every = \"10s\"")
    }
    if edge != .streamToBatch, emitEvery != nil {
      throw table.error(ScoreKeys.emitEvery.name, "is for edge = \"stream->batch\" only")
    }
    if when == nil, let first = otherwise.first {
      throw first.setting.error("there is no when that could fail to hold")
    }
    let written = Set((sets + otherwise).map(\.name))
    for name in removed where written.contains(name) {
      throw table.error(ScoreKeys.remove.name, "\"\(name)\" is also written under set or otherwise")
    }
    if nonFinite == .default {
      let known = Set(defaults.map(\.name))
      for set in sets where !known.contains(set.name) {
        throw set.setting.error(
          "on_nonfinite = \"default\" needs a value for it", remedy: "add it under defaults")
      }
    }
  }

  /// Every expression there is.
  private var expressions: [ScoreExpression] {
    var all = inputs + lets + sets + otherwise + tags
    if let when { all.append(when) }
    if case .condition(let condition) = emit { all.append(condition) }
    return all
  }

  /// Whether answers depend on more than the present point: known before models are there, because the
  /// daemon has to know it when Kapacitor connects.
  var keepsState: Bool {
    switch edge {
    case .streamToBatch, .batchToStream: return true
    case .batchToBatch where expressions.contains(where: \.program.callsAggregate): return true
    case .batchToBatch, .streamToStream: return expressions.contains(where: \.program.callsStateful)
    }
  }

  /// The options of a task, or their defaults, as constants for expressions.
  func constants(_ options: Options) throws -> LambdaNames {
    var names: LambdaNames = [:]
    for declaration in self.options where !declaration.isList {
      guard let value = try options.values(declaration.name).first else { continue }
      names[declaration.name] = .constant(Self.value(value))
    }
    return names
  }

  /// Stand-ins for options where no task has set them yet: a default, else some value of the type.
  var sampleConstants: LambdaNames {
    var names: LambdaNames = [:]
    for declaration in options where !declaration.isList {
      let stand = declaration.defaultValues?.first ?? Self.sample(declaration.types.first)
      names[declaration.name] = .constant(Self.value(stand))
    }
    return names
  }

  private static func sample(_ type: ValueType?) -> OptionValue {
    switch type {
    case .bool: .bool(true)
    case .int: .int(1)
    case .string: .string("")
    case .duration: .duration(nanoseconds: 1_000_000_000)
    default: .double(1)
    }
  }

  private static func value(_ option: OptionValue) -> LambdaValue {
    switch option {
    case .bool(let value): .bool(value)
    case .int(let value): .int(value)
    case .double(let value): .float(value)
    case .string(let value): .string(value)
    case .duration(let nanoseconds): .duration(nanoseconds: nanoseconds)
    }
  }
}
