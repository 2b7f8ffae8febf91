import CKernel
import Glibc

/// Descriptors that a child has put into the supervisor's keeping, by name; several may share one.
struct KeptDescriptors {
  private(set) var entries: [(name: String, descriptor: Int32)] = []

  mutating func add(_ descriptors: [Int32], name: String) {
    for descriptor in descriptors {
      guard entries.count < Supervisor.maximumDescriptors else {
        kernel_close(descriptor)
        continue
      }
      entries.append((name, descriptor))
    }
  }

  mutating func remove(name: String) {
    for entry in entries where entry.name == name { kernel_close(entry.descriptor) }
    entries.removeAll { $0.name == name }
  }

  /// Forgets connections whose peer has gone: nobody will ever take them up, and a child that was killed could not say
  /// so.
  mutating func removeHungUp() {
    var polled = entries.map { pollfd(fd: $0.descriptor, events: 0, revents: 0) }
    guard poll(&polled, nfds_t(polled.count), 0) > 0 else { return }
    let gone = Set(
      zip(entries, polled).filter { $0.1.revents & Int16(POLLHUP | POLLERR | POLLNVAL) != 0 }
        .map(\.0.name))
    for name in gone { remove(name: name) }
  }

  /// The end: a connection is shut down, so that Kapacitor sees it.
  mutating func closeAll() {
    for entry in entries {
      _ = kernel_shutdown(entry.descriptor)
      kernel_close(entry.descriptor)
    }
    entries = []
  }
}
