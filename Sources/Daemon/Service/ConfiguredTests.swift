import Handlers
import ModelRuntime

/// The tests that stand in a configuration, run against models that do not serve yet.
enum ConfiguredTests {
  /// - Returns: one line for each difference from what is expected.
  /// - Throws: `ConfigurationError` or `SettingError` where the configuration or a test is wrong.
  static func differences(
    _ configuration: Configuration, registry: HandlerRegistry, prepared: PreparedGeneration
  ) throws -> [String] {
    let isTested = configuration.udfs.contains { $0.table[TestKeys.tests.name] != nil }
    guard isTested else { return [] }
    return try differences(
      UDFCatalog(configuration, registry: registry, store: ModelStore(trying: prepared)))
  }

  /// The same of what serves.
  static func differences(_ catalog: UDFCatalog) throws -> [String] {
    try catalog.entries.flatMap { entry in
      try entry.tests().flatMap { $0.differences(from: entry.definition) }
    }
  }
}
