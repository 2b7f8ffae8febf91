import UDFWire

/// The definition of a UDF whose handler is a Swift type.
public struct CodedUDF<Handler: UDFHandler & ~Copyable>: UDFDefinition {
  public let name: String
  public let info: UDFInfo
  public let pointFailurePolicy: PointFailurePolicy
  public let missingPolicy: MissingPolicy
  public let restorePolicy: RestorePolicy

  /// - Parameters:
  ///   - name: as TICKscripts call it; the handler type's own name for itself by default.
  ///   - defaults: values that replace the defaults which the handler declares.
  /// - Throws: `OptionError` for declarations that contradict themselves, and for defaults that do not
  ///   fit them.
  public init(
    _ handler: Handler.Type, name: String? = nil, defaults: [String: [OptionValue]] = [:],
    pointFailurePolicy: PointFailurePolicy = .pass, missingPolicy: MissingPolicy = .drop,
    restorePolicy: RestorePolicy = .startClean
  ) throws(OptionError) {
    self.name = name ?? Handler.name
    info = try Handler.info.checked().settingDefaults(defaults)
    self.pointFailurePolicy = pointFailurePolicy
    self.missingPolicy = missingPolicy
    self.restorePolicy = restorePolicy
  }

  public var keepsState: Bool { Handler.keepsState }

  public func makeHandler(
    options: Options, context: HandlerContext
  ) throws -> any TaskHandler & ~Copyable {
    try Handler(options: options, context: context)
  }
}
