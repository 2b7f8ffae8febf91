import Locks

/// What is shown of a connection, published by its loop when it changes.
final class ConnectionLabel: Sendable {
  struct Value: Sendable {
    var taskID = ""
    var nodeID = ""
    /// Whether it would survive the process exactly (its journal's header is locked in memory, its state is stored).
    var isContinuous = true
  }

  private let value = Lock(Value())

  var current: Value {
    get { value.withLock { $0 } }
    set { value.withLock { $0 = newValue } }
  }
}
