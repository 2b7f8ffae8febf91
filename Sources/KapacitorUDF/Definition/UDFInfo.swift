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

  /// The same, if its declarations make sense: names that a TICKscript can write, each once, with types,
  /// and defaults that fit them.
  ///
  /// - Throws: `OptionError` that names the option.
  public func checked() throws(OptionError) -> UDFInfo {
    for (index, option) in options.enumerated() {
      guard Self.isName(option.name) else {
        throw OptionError(
          option: option.name,
          reason:
            "is no name that a TICKscript can write: use letters, digits and _, not a digit first")
      }
      guard !options[..<index].contains(where: { $0.name == option.name }) else {
        throw OptionError(option: option.name, reason: "is declared twice")
      }
      guard option.types.count == 1 || (!option.types.isEmpty && !option.isList) else {
        throw OptionError(
          option: option.name, reason: "is declared without a type, or as a list of several")
      }
      if let defaults = option.defaultValues { try option.check(defaults) }
    }
    return self
  }

  private static func isName(_ name: String) -> Bool {
    guard let first = name.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first)
    else { return false }
    return name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
        true
      default: false
      }
    }
  }

  /// The answer to Kapacitor's Info request.
  var response: InfoResponse {
    var infos: OrderedMap<OptionInfo> = [:]
    for option in options { infos[option.name] = OptionInfo(valueTypes: option.types) }
    return InfoResponse(wants: wants, provides: provides, options: infos)
  }
}
