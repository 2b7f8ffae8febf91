import Handlers
import KapacitorUDF
import ModelRuntime
import Settings

/// A configuration that was checked as `serve` and a reload check it, its models loaded.
public struct CheckedConfiguration: Sendable {
  public let configuration: Configuration
  public let catalog: UDFCatalog
  /// Models in a store of their own.
  public let store: ModelStore
  /// One line each: models that cannot be loaded or do not fit. Empty: everything holds.
  public let problems: [String]

  /// - Throws: `ConfigurationError` for what is wrong with the file itself.
  public init(_ source: ConfigurationSource, registry: HandlerRegistry) throws(ConfigurationError) {
    configuration = try Configuration(source, registry: registry)
    store = ModelStore()
    store.declare(names: configuration.models.map(\.name))
    catalog = try UDFCatalog(configuration, registry: registry, store: store)
    do {
      let prepared = try store.prepare(configuration.modelDeclarations)
      store.commit(prepared)
      problems = CheckedConfiguration.misfits(catalog, prepared)
    } catch {
      let sections = configuration.models
      problems = error.failures.map { failure in
        let place = sections.first { $0.name == failure.name }?.pathSetting
        return place?.error("\(failure.error)").description
          ?? "model \(failure.name): \(failure.error)"
      }
    }
  }

  public func model(named name: String) -> Model? { store.slot(named: name)?.current() }

  private static func misfits(_ catalog: UDFCatalog, _ prepared: PreparedGeneration) -> [String] {
    catalog.entries.flatMap { entry -> [String] in
      guard let user = entry.definition as? any ModelUser else { return [] }
      return user.modelNames.compactMap { name in
        guard let model = prepared.model(named: name) else { return nil }
        do {
          try user.check(model, named: name)
          return nil
        } catch let error as SettingError {
          return error.description
        } catch {
          return entry.section.table.error("model", "\(error)").description
        }
      }
    }
  }
}
