import Locks
import UDFWire

/// Where the answers of all connections go: one writer behind a lock. The first failure to write is kept.
final class ReplayOutput: Sendable {
  private struct State {
    var writer: (any SampleWriter)?
    var failure: DataError?
  }

  // The writer is only ever touched with the lock held, which is what makes it safe to share.
  private let state: Monitor<State>

  init(_ writer: sending (any SampleWriter)?) { state = Monitor(State(writer: writer)) }

  var failure: DataError? { state.withLock { $0.failure } }

  func write(_ samples: [Sample]) {
    state.withLock { state in
      guard state.failure == nil, let writer = state.writer else { return }
      do throws(DataError) {
        for sample in samples { try writer.write(sample) }
      } catch { state.failure = error }
    }
  }

  func finish() throws(DataError) {
    let failure = state.withLock { state -> DataError? in
      if let failure = state.failure { return failure }
      do throws(DataError) {
        try state.writer?.finish()
        return nil
      } catch { return error }
    }
    if let failure { throw failure }
  }
}
