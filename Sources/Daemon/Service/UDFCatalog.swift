import Handlers
import KapacitorUDF
import ModelRuntime
import PlainText
import Settings

/// The UDFs of a configuration, made into definitions that can be served.
public struct UDFCatalog: Sendable {
  public struct Entry: Sendable {
    public let section: UDFSection
    public let definition: any UDFDefinition
    /// The reload that brought this definition, counted from 1, the start.
    public let generation: UInt64

    /// The tests that stand in its table.
    ///
    /// - Throws: `SettingError` where one is written wrong.
    public func tests() throws -> [ConfigurationTest] {
      try ConfigurationTest.all(in: section.table, for: definition.info)
    }
  }

  /// In the order of the configuration.
  public let entries: [Entry]

  public subscript(name: String) -> Entry? { entries.first { $0.section.name == name } }

  /// - Parameters:
  ///   - store: the models of the configuration have been declared to it.
  ///   - previous: what serves now: a UDF whose table has not changed keeps its definition.
  /// - Throws: everything that is wrong with any UDF.
  public init(
    _ configuration: Configuration, registry: HandlerRegistry, store: ModelStore,
    previous: UDFCatalog? = nil, generation: UInt64 = 1
  ) throws(ConfigurationError) {
    var problems: [SettingError] = []
    var entries: [Entry] = []
    for section in configuration.udfs {
      do {
        if let kept = previous?[section.name], kept.section.table.hasSameContent(as: section.table)
        {
          entries.append(
            Entry(section: section, definition: kept.definition, generation: kept.generation))
        } else {
          let definition = try UDFCatalog.definition(section, registry, store)
          entries.append(Entry(section: section, definition: definition, generation: generation))
        }
      } catch {
        problems.append(error)
      }
    }
    problems += UDFCatalog.unknownModels(of: entries, in: configuration)
    guard problems.isEmpty else { throw ConfigurationError(problems: problems) }
    self.entries = entries
  }

  private static func definition(
    _ section: UDFSection, _ registry: HandlerRegistry, _ store: ModelStore
  ) throws(SettingError) -> any UDFDefinition {
    guard let kind = registry[section.handler] else {
      throw section.table.error("handler", "there is no handler \(section.handler)")
    }
    do {
      return try kind.makeDefinition(udf: section.name, settings: section.table, models: store)
    } catch let error as SettingError {
      throw error
    } catch {
      throw SettingError(
        place: section.table.place, path: section.table.path, problem: "\(error)")
    }
  }

  /// Models that a definition uses and the configuration does not name (any more).
  private static func unknownModels(
    of entries: [Entry], in configuration: Configuration
  ) -> [SettingError] {
    let known = configuration.models.map(\.name)
    var problems: [SettingError] = []
    for entry in entries {
      for name in (entry.definition as? any ModelUser)?.modelNames ?? [] where !known.contains(name)
      {
        let key = entry.section.table["model"] == nil ? "models" : "model"
        problems.append(
          entry.section.table.error(
            key, "there is no model \(QuotedText.of(name))",
            remedy: NearestName.of(name, among: known).map { "did you mean \"\($0)\"?" }
              ?? "add [models.\(name)] with its path"))
      }
    }
    return problems
  }
}

extension Configuration {
  /// Reads and checks a configuration with the handlers of a registry.
  public init(
    _ source: ConfigurationSource, registry: HandlerRegistry
  ) throws(ConfigurationError) {
    let (root, contents) = try source.readWithContents()
    try self.init(root: root, file: source.file, contents: contents, handlers: registry.names) {
      registry[$0]?.keys
    }
  }

  /// The models as their store wants them.
  public var modelDeclarations: [ModelDeclaration] {
    models.map {
      ModelDeclaration(name: $0.name, path: $0.path, inputs: $0.inputs, engine: $0.engine)
    }
  }
}
