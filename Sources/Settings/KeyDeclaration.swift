import PlainText

/// A key of the configuration: the one source from which keys are checked and read, and from which the
/// configuration reference is generated.
public struct KeyDeclaration: Sendable {
  public let name: String
  public let type: SettingType
  /// What holds where the key is absent; nil: nothing does.
  public let defaultValue: SettingValue?
  /// Where the default is not a value but a rule: "the file name without its extension".
  public let defaultText: String?
  public let isRequired: Bool
  /// The least and the greatest value allowed, written as the key's own values are (`"1s"`, `"64MiB"`, 1).
  public let minimum: SettingValue?
  public let maximum: SettingValue?
  /// The environment variable that comes before the file.
  public let environment: String?
  /// One or two sentences for the reference. Says the unit where the type does not.
  public let summary: String

  public init(
    _ name: String, _ type: SettingType, default defaultValue: SettingValue? = nil,
    defaultText: String? = nil, isRequired: Bool = false, minimum: SettingValue? = nil,
    maximum: SettingValue? = nil, environment: String? = nil, summary: String
  ) {
    self.name = name
    self.type = type
    self.defaultValue = defaultValue
    self.defaultText = defaultText
    self.isRequired = isRequired
    self.minimum = minimum
    self.maximum = maximum
    self.environment = environment
    self.summary = summary
  }

  /// What is wrong with a value given for this key: its type or its range.
  public func problem(with setting: Setting) -> SettingError? {
    if let problem = type.problem(with: setting) { return problem }
    guard minimum != nil || maximum != nil else { return nil }
    return rangeProblem(with: setting)
  }

  private func rangeProblem(with setting: Setting) -> SettingError? {
    if case .list(let elements) = setting.value {
      return elements.lazy.compactMap { rangeProblem(with: $0) }.first
    }
    guard let magnitude = magnitude(of: setting.value) else { return nil }
    if let minimum, let least = self.magnitude(of: minimum), !(magnitude >= least) {
      return setting.error("\(setting.value) is too small; the least is \(minimum)")
    }
    if let maximum, let greatest = self.magnitude(of: maximum), !(magnitude <= greatest) {
      return setting.error("\(setting.value) is too large; the greatest is \(maximum)")
    }
    return nil
  }

  /// A value's size in the unit of its type; nil where it has none ("auto").
  private func magnitude(of value: SettingValue) -> Double? {
    switch value {
    case .integer(let integer): Double(integer)
    case .number(let number): number
    case .string(let text):
      DurationText.nanoseconds(text).map(Double.init) ?? ByteSizeText.bytes(text).map(Double.init)
    default: nil
    }
  }
}
