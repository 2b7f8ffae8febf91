import UDFWire

/// What Kapacitor is told about a UDF at its start-up: the edges it sits between and the options a
/// TICKscript may set.
public struct UDFInfo: Sendable, Equatable {
  /// The edge that the UDF reads: points one by one, or points between a begin and an end.
  public var wants: EdgeType
  /// The edge that the UDF writes.
  public var provides: EdgeType
  /// In the order in which they are documented. Names are unique.
  public var options: [OptionDeclaration]

  public init(
    wants: EdgeType = .stream, provides: EdgeType = .stream, options: [OptionDeclaration] = []
  ) {
    self.wants = wants
    self.provides = provides
    self.options = options
  }

  /// The declaration of an option by its name.
  public func option(named name: String) -> OptionDeclaration? {
    options.first { $0.name == name }
  }

  /// The same UDF with other defaults for some of its options, as a configuration file sets them.
  ///
  /// - Throws: `OptionError` for a name that is not declared and for a value that the declaration
  ///   does not allow.
  public func settingDefaults(_ defaults: [String: [OptionValue]]) throws(OptionError) -> UDFInfo {
    var info = self
    for (name, values) in defaults.sorted(by: { $0.key < $1.key }) {
      guard let index = info.options.firstIndex(where: { $0.name == name }) else {
        throw .unknown(name, declared: info.options.map(\.name))
      }
      try info.options[index].check(values)
      info.options[index].defaultValues = values
      info.options[index].isRequired = false
    }
    return info
  }

  /// The answer to Kapacitor's Info request.
  var response: InfoResponse {
    var infos: OrderedMap<OptionInfo> = [:]
    for option in options { infos[option.name] = OptionInfo(valueTypes: option.types) }
    return InfoResponse(wants: wants, provides: provides, options: infos)
  }
}
