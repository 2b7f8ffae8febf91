import CKernel
import KapacitorUDF

extension UDFDaemon {
  /// Takes up the connections of an earlier process. Call it after `serve` and before models are loaded: they are kept
  /// alive from now on, and go on when their definitions are ready (`modelsChanged` makes them look).
  ///
  /// Whatever cannot go on is closed cleanly, and the log says why: nobody guesses at framing.
  public func adopt(_ stored: [StoredConnection]) -> AdoptionReport {
    var report = AdoptionReport()
    for connection in stored { adopt(connection, &report) }
    return report
  }

  private func adopt(_ stored: StoredConnection, _ report: inout AdoptionReport) {
    var journals: [Int32] = []
    var sockets: [Int32] = []
    for descriptor in stored.descriptors {
      // Only memfds know of seals.
      if kernel_is_size_sealed(descriptor) >= 0 {
        journals.append(descriptor)
      } else {
        sockets.append(descriptor)
      }
      _ = kernel_set_close_on_exec(descriptor, 1)
    }
    guard journals.count == 1, sockets.count == 1 else {
      report.leftovers += 1
      return discard(stored.name, sockets: sockets, journals: journals)
    }
    do throws(JournalError) {
      try adopt(sockets[0], try Journal.adopt(journals[0]), name: stored.name)
      report.adopted += 1
    } catch .closed {
      report.leftovers += 1
      discard(stored.name, sockets: sockets, journals: [])
    } catch {
      report.refused += 1
      discard(stored.name, sockets: sockets, journals: [])
      house.log.write(.error, "\(error)")
    }
  }

  private func adopt(
    _ socket: Int32, _ journal: consuming sending Journal, name: String
  ) throws(JournalError) {
    let identity = ConnectionIdentity(number: journal.header.pointee.connection)
    guard identity.storeName == name else { throw .damaged("it belongs to another connection") }
    let udf = journal.udfName
    guard let served = servedUDF(named: udf) else {
      throw .damaged("its UDF \(LogText.escaped(udf)) is not configured any more")
    }
    guard kernel_set_nonblocking(socket) == 0 else { throw .damaged("its connection is no socket") }
    served.adopt(socket, journal, identity)
  }

  /// Shut down first, so that Kapacitor sees the end although the store holds a duplicate.
  private func discard(_ name: String, sockets: [Int32], journals: [Int32]) {
    for socket in sockets {
      _ = kernel_shutdown(socket)
      kernel_close(socket)
    }
    for journal in journals { kernel_close(journal) }
    house.store.remove(name: name)
  }

  /// Leaves every connection as it is for the next process, with a last keepalive. Call it instead of `drain` when the
  /// process is to be replaced, and end the process then.
  /// - Returns: whether all could be left in good order; the others are as after a crash, which is no worse.
  @discardableResult
  public func handOver(within nanoseconds: Int64) -> Bool {
    let deadline = kernel_monotonic_nanoseconds() + nanoseconds
    stopListening(
      acceptingRest: min(deadline, kernel_monotonic_nanoseconds() + Self.acceptNanoseconds))
    for connection in allConnections {
      connection.loop.post { connection.assumeIsolated { $0.handOver() } }
    }
    return house.latchWhenEmpty().wait(until: deadline)
  }

  /// For a loop that is stuck: who waits in its listeners' queues is then lost.
  private static let acceptNanoseconds: Int64 = 1_000_000_000
}
