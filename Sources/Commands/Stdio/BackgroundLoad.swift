import Daemon
import Glibc
import Handlers
import Locks
import ModelRuntime

/// Loads the models of one UDF on a thread of its own.
final class BackgroundLoad: Sendable {
  private let ended = Latch()

  init(_ entry: UDFCatalog.Entry, _ configuration: Configuration, _ store: ModelStore) {
    let wanted = (entry.definition as? any ModelUser)?.modelNames ?? []
    let declarations = configuration.modelDeclarations.filter { wanted.contains($0.name) }
    guard !declarations.isEmpty else {
      ended.open()
      return
    }
    let ended = ended
    let load: @Sendable () -> Void = {
      do throws(ModelStoreError) {
        store.commit(try store.prepare(declarations))
      } catch {
        for (name, reason) in error.failures { store.slot(named: name)?.noteFailure("\(reason)") }
      }
      ended.open()
    }
    // Where the system has no thread to give, loading comes first and Info waits.
    do { try BackgroundThread.start(load) } catch { load() }
  }

  /// Whether the models are there, or have failed.
  func wait(milliseconds: Int32) -> Bool {
    ended.wait(milliseconds: milliseconds)
  }
}
