import KapacitorUDF

/// Connections and their journals in the service manager's keeping.
struct DescriptorStore: ConnectionStore {
  let manager: ServiceManager

  var isOn: Bool { manager.storedDescriptorsMaximum > 0 }

  func store(connection: Int32, journal: Int32, name: String) {
    _ = manager.store([connection, journal], name: name)
  }

  func store(listener: Int32, name: String) {
    _ = manager.store([listener], name: name)
  }

  func remove(name: String) {
    manager.removeStored(name: name)
  }

  /// What an earlier process stored, by name: the rest of what was inherited are sockets that listen.
  static func connections(among inherited: [InheritedDescriptor]) -> [StoredConnection] {
    var descriptors: [String: [Int32]] = [:]
    for passed in inherited where !passed.isListeningSocket {
      descriptors[passed.name, default: []].append(passed.descriptor)
    }
    return descriptors.sorted { $0.key < $1.key }.map {
      StoredConnection(name: $0.key, descriptors: $0.value)
    }
  }
}
