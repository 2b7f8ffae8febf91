import UDFWire

/// The usual declarations in one line each. Without a default an option is required, unless
/// `required: false` says otherwise.
extension OptionDeclaration {
  public static func bool(
    _ name: String, default value: Bool? = nil, required: Bool? = nil, _ summary: String = ""
  ) -> OptionDeclaration {
    OptionDeclaration(
      name: name, types: [.bool], isRequired: required ?? (value == nil),
      defaultValues: value.map { [.bool($0)] }, summary: summary)
  }

  public static func int(
    _ name: String, default value: Int64? = nil, min: Int64? = nil, max: Int64? = nil,
    required: Bool? = nil, _ summary: String = ""
  ) -> OptionDeclaration {
    OptionDeclaration(
      name: name, types: [.int], isRequired: required ?? (value == nil),
      defaultValues: value.map { [.int($0)] }, minimum: min.map { .int($0) },
      maximum: max.map { .int($0) }, summary: summary)
  }

  public static func double(
    _ name: String, default value: Double? = nil, min: Double? = nil, max: Double? = nil,
    required: Bool? = nil, _ summary: String = ""
  ) -> OptionDeclaration {
    OptionDeclaration(
      name: name, types: [.double], isRequired: required ?? (value == nil),
      defaultValues: value.map { [.double($0)] }, minimum: min.map { .double($0) },
      maximum: max.map { .double($0) }, summary: summary)
  }

  public static func string(
    _ name: String, default value: String? = nil, choices: [String] = [], required: Bool? = nil,
    _ summary: String = ""
  ) -> OptionDeclaration {
    OptionDeclaration(
      name: name, types: [.string], isRequired: required ?? (value == nil),
      defaultValues: value.map { [.string($0)] }, choices: choices, summary: summary)
  }

  public static func duration(
    _ name: String, default value: Duration? = nil, min: Duration? = nil, max: Duration? = nil,
    required: Bool? = nil, _ summary: String = ""
  ) -> OptionDeclaration {
    OptionDeclaration(
      name: name, types: [.duration], isRequired: required ?? (value == nil),
      defaultValues: value.map { [.duration($0)] }, minimum: min.map { .duration($0) },
      maximum: max.map { .duration($0) }, summary: summary)
  }

  /// An option every mention of which counts: `.tag('a').tag('b')` and `.tag('a', 'b')` are the
  /// same.
  public static func list(
    _ name: String, of type: ValueType, default values: [OptionValue]? = nil,
    required: Bool? = nil, _ summary: String = ""
  ) -> OptionDeclaration {
    OptionDeclaration(
      name: name, types: [type], isList: true, isRequired: required ?? (values == nil),
      defaultValues: values, summary: summary)
  }
}
