/// Connections and their journals in the service manager's keeping.
struct DescriptorStore: ConnectionStore {
  let manager: ServiceManager

  var isOn: Bool { manager.storedDescriptorsMaximum > 0 }

  func store(connection: Int32, journal: Int32, name: String) {
    _ = manager.store([connection, journal], name: name)
  }

  func remove(name: String) {
    manager.removeStored(name: name)
  }
}
