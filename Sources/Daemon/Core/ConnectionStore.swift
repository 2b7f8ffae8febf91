/// Holds duplicates of connections and journals beyond the process: systemd's fd store, or `udfd supervise`.
public protocol ConnectionStore: Sendable {
  /// Whether anything is kept at all. Without a store everything works but for surviving a restart.
  var isOn: Bool { get }
  /// Keeps both descriptors under one name until `remove`. Must not block for long: called on an event loop, at accept.
  func store(connection: Int32, journal: Int32, name: String)
  /// Keeps a listening socket, by a name that says what it is (`KeptListener`).
  func store(listener: Int32, name: String)
  /// Forgets everything of that name.
  func remove(name: String)
}

extension ConnectionStore {
  /// Without it, who connects while no process is there is refused, and tries again.
  public func store(listener: Int32, name: String) {}
}

/// Keeps nothing.
public struct NoConnectionStore: ConnectionStore {
  public init() {}
  public var isOn: Bool { false }
  public func store(connection: Int32, journal: Int32, name: String) {}
  public func remove(name: String) {}
}
