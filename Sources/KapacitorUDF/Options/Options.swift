import UDFWire

/// The options of one use of a UDF: checked against their declarations, defaults applied.
///
/// Reading an option in another type than it is declared with, or one that is not declared, is a
/// mistake of the handler and throws an `OptionError` that names the option.
public struct Options: Sendable, Equatable {
  private var values: [String: [OptionValue]] = [:]
  private var declared: [String] = []

  /// - Parameter mentions: as the TICKscript wrote them, in order. Of a repeated option the last
  ///   mention holds, unless it is declared as a list.
  public init(
    _ declarations: [OptionDeclaration], mentions: [Option] = []
  ) throws(OptionError) {
    declared = declarations.map(\.name)
    for mention in mentions {
      guard let declaration = declarations.first(where: { $0.name == mention.name }) else {
        throw .unknown(mention.name, declared: declared)
      }
      try declaration.check(mention.values)
      if declaration.isList {
        values[mention.name, default: []] += mention.values
      } else {
        values[mention.name] = mention.values
      }
    }
    for declaration in declarations where values[declaration.name] == nil {
      if let defaults = declaration.defaultValues {
        try declaration.check(defaults)
        values[declaration.name] = defaults
      } else if declaration.isRequired {
        throw .missing(declaration)
      }
    }
  }

  /// Every value of an option, in order; empty when it is not set and has no default.
  public func values(_ name: String) throws(OptionError) -> [OptionValue] {
    guard declared.contains(name) else { throw .unknown(name, declared: declared) }
    return values[name] ?? []
  }

  /// Whether the option has a value, from the TICKscript or by default.
  public func isSet(_ name: String) -> Bool { values[name] != nil }
}
