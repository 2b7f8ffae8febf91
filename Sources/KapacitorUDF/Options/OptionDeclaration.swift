import UDFWire

/// An option of a UDF: what a TICKscript may write, and what holds when it writes nothing.
public struct OptionDeclaration: Sendable, Equatable {
  /// Letters, digits and `_`, as TICKscript demands.
  public var name: String
  /// One type for each value of a mention: `.range(1.0, 2.0)` has two. A list has one type, and a
  /// mention of it any number of values.
  public var types: [ValueType]
  /// Whether every mention counts, and each may carry several values. Otherwise the last mention
  /// holds.
  public var isList: Bool
  /// Whether a TICKscript must set it.
  public var isRequired: Bool
  /// What holds when the TICKscript does not set it; nil: nothing, which `Options` answers with nil.
  public var defaultValues: [OptionValue]?
  /// Inclusive bounds on every number and duration among the values.
  public var minimum: OptionValue?
  public var maximum: OptionValue?
  /// The strings that are allowed; empty: any.
  public var choices: [String]
  /// One line for people who read the UDF's signature.
  public var summary: String

  public init(
    name: String, types: [ValueType], isList: Bool = false, isRequired: Bool = false,
    defaultValues: [OptionValue]? = nil, minimum: OptionValue? = nil, maximum: OptionValue? = nil,
    choices: [String] = [], summary: String = ""
  ) {
    self.name = name
    self.types = types
    self.isList = isList
    self.isRequired = isRequired
    self.defaultValues = defaultValues
    self.minimum = minimum
    self.maximum = maximum
    self.choices = choices
    self.summary = summary
  }
}
