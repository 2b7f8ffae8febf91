import KapacitorUDF
import ModelRuntime
import Settings

/// The handlers that a configuration can name. An author's own program registers its handlers beside
/// the built-in ones.
public struct HandlerRegistry: Sendable {
  /// One kind, whatever its type.
  public struct Entry: Sendable {
    public let name: String
    public let summary: String
    public let keys: [KeyDeclaration]
    /// What a TICKscript may set; empty where the configuration declares that.
    public let options: [OptionDeclaration]
    private let make:
      @Sendable (_ udf: String, _ settings: SettingTable, _ models: ModelStore) throws
        -> any UDFDefinition

    init(
      name: String, summary: String, keys: [KeyDeclaration], options: [OptionDeclaration],
      make:
        @escaping @Sendable (_ udf: String, _ settings: SettingTable, _ models: ModelStore)
        throws -> any UDFDefinition
    ) {
      self.name = name
      self.summary = summary
      self.keys = keys
      self.options = options
      self.make = make
    }

    /// Makes the UDF of one `[udf.NAME]` table.
    public func makeDefinition(
      udf: String, settings: SettingTable, models: ModelStore
    ) throws -> any UDFDefinition { try make(udf, settings, models) }
  }

  /// By name, in the order of registration. Names are unique.
  public private(set) var entries: [Entry] = []

  public init() {}

  /// What udfd brings along.
  public static let builtIn: HandlerRegistry = {
    var registry = HandlerRegistry()
    registry.register(Mirror.self, summary: "passes every point on unchanged")
    registry.register(
      Threshold.self, summary: "scores a field by its distance from its rolling mean")
    registry.register(WindTurbineKind.self)
    registry.register(ScoreKind.self)
    registry.register(MovingAverage.self, summary: "Kapacitor's example: a moving average")
    registry.register(Outliers.self, summary: "Kapacitor's example: the outliers of each batch")
    registry.register(TTest.self, summary: "Kapacitor's guide: batches that differ, by a t-test")
    return registry
  }()

  public subscript(name: String) -> Entry? { entries.first { $0.name == name } }

  public var names: [String] { entries.map(\.name) }

  /// Adds a kind, in place of one of the same name.
  public mutating func register<Kind: HandlerKind>(_ kind: Kind.Type) {
    add(
      Entry(name: Kind.name, summary: Kind.summary, keys: Kind.keys, options: Kind.options) {
        try Kind.makeDefinition(udf: $0, settings: $1, models: $2)
      })
  }

  /// Adds a handler that was written as a `UDFHandler`: its options can be set in the configuration,
  /// and it finds the models that the configuration names in its context.
  public mutating func register<Handler: UDFHandler & ~Copyable>(
    _ handler: Handler.Type, summary: String = ""
  ) {
    add(
      Entry(
        name: Handler.name, summary: summary, keys: CodedKeys.all, options: Handler.info.options
      ) {
        try ConfiguredUDF<Handler>(udf: $0, settings: $1, models: $2)
      })
  }

  /// This registry with one more handler.
  public func registering<Handler: UDFHandler & ~Copyable>(
    _ handler: Handler.Type, summary: String = ""
  ) -> HandlerRegistry {
    var registry = self
    registry.register(handler, summary: summary)
    return registry
  }

  private mutating func add(_ entry: Entry) {
    if let index = entries.firstIndex(where: { $0.name == entry.name }) {
      entries[index] = entry
    } else {
      entries.append(entry)
    }
  }
}
