import CKernel
import KapacitorUDF

extension HandlerActor {
  /// Takes the handler's state when enough input came since the last time, to be published by the next commit.
  func checkpointIfDue(_ mustNow: Bool) {
    guard session.phase == .running, mustNow || isCheckpointDue else { return }
    nextCheckpoint = journal.record.consumed &+ journal.checkpointInterval
    do {
      let state = try session.memoryCheckpoint()
      let isStaged = try journal.stage(
        session: session.state.encoded(), handlerBytes: state.count
      ) { room in
        var place = room
        state.withEachPiece { piece in
          kernel_copy_past_caches(place, piece.baseAddress, UInt64(piece.count))
          place += piece.count
        }
      }
      if isStaged {
        counters.add(.checkpoints)
        return
      }
      complain("its state is larger than max_frame_bytes")
    } catch {
      complain("\(error)")
    }
    journal.dropCheckpoint()
  }

  /// The first one comes with the Init.
  private var isCheckpointDue: Bool {
    journal.hasCheckpoint
      ? journal.record.consumed &- journal.record.checkpoint_consumed >= journal.checkpointInterval
      : journal.record.consumed >= nextCheckpoint
  }

  private func complain(_ reason: String) {
    log.write(
      .warning,
      "no checkpoint could be taken (\(reason)): this connection would not survive a restart now",
      udf: udf, task: session.taskID, node: session.nodeID)
  }
}
