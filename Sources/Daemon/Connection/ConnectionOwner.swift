/// Whoever keeps a connection: told, on the connection's loop, what becomes of it.
protocol ConnectionOwner: AnyObject, Sendable {
  /// Both directions were shut down; the descriptor is closed when this returns.
  func connectionEnded(_ connection: HandlerActor)
  /// The next process has it: it stays in the store.
  func connectionHandedOver(_ connection: HandlerActor)
}
