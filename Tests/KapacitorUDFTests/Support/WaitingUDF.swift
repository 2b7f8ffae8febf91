import KapacitorUDF
import Synchronization
import UDFWire

/// A definition that is not ready until a test says so.
final class WaitingUDF: UDFDefinition {
  let name = "waiting"
  let info = UDFInfo(options: [.int("x", default: 1)])
  let isReady = Atomic(false)
  let failure: String?

  init(failure: String? = nil) { self.failure = failure }

  var readiness: Readiness {
    if let failure { return .failed(reason: failure) }
    return isReady.load(ordering: .relaxed) ? .ready : .waiting(for: "model turbine")
  }

  func makeHandler(
    options: Options, context: HandlerContext
  ) throws -> any TaskHandler & ~Copyable { Mirror(options: options, context: context) }
}
