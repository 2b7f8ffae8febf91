import CKernel
import Locks

/// The listening sockets of an earlier process, each to be taken up once.
final class KeptListeners: Sendable {
  private let listeners: Lock<[String: KeptListener]>

  init(_ inherited: [InheritedDescriptor]) {
    var listeners: [String: KeptListener] = [:]
    for passed in inherited where passed.isListeningSocket {
      guard let kept = KeptListener(name: passed.name, descriptor: passed.descriptor) else {
        continue
      }
      if let other = listeners.updateValue(kept, forKey: kept.udf) {
        kernel_close(other.descriptor)
      }
    }
    self.listeners = Lock(listeners)
  }

  func take(for udf: String) -> KeptListener? {
    listeners.withLock { $0.removeValue(forKey: udf) }
  }

  /// Of UDFs that are not served any more. Who waits there is let go.
  func dropRest(from store: any ConnectionStore) {
    let rest = listeners.withLock { listeners in
      defer { listeners = [:] }
      return Array(listeners.values)
    }
    for kept in rest {
      store.remove(name: kept.name)
      kernel_close(kept.descriptor)
    }
  }
}
