import KapacitorUDF

extension ConnectionCounters {
  func publish(_ session: SessionCounters) {
    publish(.pointsIn, session.pointsIn)
    publish(.pointsOut, session.pointsOut)
    publish(.bursts, session.bursts)
    publish(.batchesIn, session.batchesIn)
    publish(.batchesOut, session.output.batches)
    publish(.infos, session.infos)
    publish(.initialised, session.initialised)
    publish(.initialiseRefused, session.initialiseRefused)
    publish(.keepalives, session.keepalives)
    publish(.snapshots, session.snapshots)
    publish(.snapshotBytes, session.snapshotBytes)
    publish(.snapshotsFailed, session.snapshotsFailed)
    publish(.restores, session.restores)
    publish(.cleanStarts, session.cleanStarts)
    publish(.restoreRefused, session.restoreRefused)
    publish(.timers, session.timers)
    publish(.failures, session.output.failures)
    publish(.dropped, session.output.dropped)
    publish(.missing, session.output.missing)
    publish(.nonFinite, session.output.nonFinite)
    publish(.evicted, session.output.evicted)
    publish(.batchesClosedForHandler, session.output.batchesClosedForHandler)
    publish(.setAside, session.bypassed)
    publish(.faults, session.faults)
  }
}
