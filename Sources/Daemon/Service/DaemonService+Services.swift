import KapacitorUDF

extension DaemonService {
  /// The UDFs as the daemon is to serve them.
  func services(_ catalog: UDFCatalog, _ configuration: Configuration) -> [UDFService] {
    catalog.entries.map { entry in
      let section = entry.section
      let passed = activated.descriptor(for: section.name)
      // A passed socket keeps the path at which systemd made it.
      let path = passed.flatMap { ActivatedSockets.path(of: $0) } ?? section.socketPath
      var service = UDFService(
        definition: entry.definition,
        socket: SocketSettings(
          path: path, mode: section.socketMode, owner: section.socketOwner,
          group: section.socketGroup),
        activatedSocket: passed, connectionLimit: section.maximumConnections,
        connection: ConnectionSettings(
          maximumFrameBytes: configuration.daemon.maximumFrameBytes,
          coalescing: Coalescing(
            maximumNanoseconds: configuration.daemon.coalescingMaximumNanoseconds),
          generation: entry.generation))
      service.hasOwnLoop = section.hasOwnLoop
      if passed == nil { service.keptListener = keptListeners.take(for: section.name) }
      return service
    }
  }
}
