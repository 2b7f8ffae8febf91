import Daemon
import Handlers
import ModelRuntime

/// Configurations, as `udfd check` and `udfd test` take them, but for reading model files: whatever the
/// text, it is refused with a reason or it holds.
enum ConfigurationFuzz {
  static func run(_ bytes: [UInt8]) {
    let source = ConfigurationSource(file: "fuzz.toml", contents: bytes)
    let registry = HandlerRegistry.builtIn
    do {
      let configuration = try Configuration(source, registry: registry)
      let store = ModelStore()
      store.declare(names: configuration.models.map(\.name))
      let catalog = try UDFCatalog(configuration, registry: registry, store: store)
      for entry in catalog.entries {
        _ = (entry.definition as? any RemarkableUDF)?.remarks
        guard case .ready = entry.definition.readiness else { continue }
        let tests = try ConfigurationTest.all(in: entry.section.table, for: entry.definition.info)
        for test in tests.prefix(3) { _ = test.differences(from: entry.definition) }
      }
    } catch let error as ConfigurationError {
      if error.problems.isEmpty { fatalError("refused without a reason") }
      for problem in error.problems where problem.description.contains("\n") {
        fatalError("a problem of more than one line")
      }
    } catch {
      if "\(error)".isEmpty { fatalError("refused without a reason") }
    }
  }
}
