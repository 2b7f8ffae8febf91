import KapacitorUDF

/// A UDF as the daemon is to serve it: the same after every reload, whatever the configuration looked like.
public struct UDFService: Sendable {
  public var definition: any UDFDefinition
  public var socket: SocketSettings
  /// A listening socket that was passed for it (socket activation).
  public var activatedSocket: Int32?
  /// The listening socket of an earlier process, out of the store. Taken over or closed by `serve`.
  public var keptListener: KeptListener?
  /// Connections beyond it are closed at once.
  public var connectionLimit: Int
  public var connection: ConnectionSettings
  /// Its connections share an event loop of their own: for slow handlers.
  public var hasOwnLoop = false

  /// As TICKscripts call it, and unique among the services of a daemon.
  public var name: String { definition.name }

  public init(
    definition: any UDFDefinition, socket: SocketSettings, activatedSocket: Int32? = nil,
    connectionLimit: Int = 1000, connection: ConnectionSettings = ConnectionSettings()
  ) {
    self.definition = definition
    self.socket = socket
    self.activatedSocket = activatedSocket
    self.connectionLimit = connectionLimit
    self.connection = connection
  }
}
