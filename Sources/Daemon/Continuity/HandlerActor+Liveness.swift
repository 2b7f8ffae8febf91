import CKernel
import KapacitorUDF

extension HandlerActor {
  /// On the liveness thread, while the loop is lent: finishes what was published and keeps the peer waiting. Touches the
  /// journal's send side alone.
  func keepAliveWhileBusy() {
    guard phase != .closed else { return }
    // A peer that takes nothing needs no keepalive: it has answers to read.
    for _ in 0..<Self.sendsWhileBusy where journal.unsent > 0 {
      if journal.send(to: descriptor) <= 0 { break }
    }
    if journal.unsent == 0 { sendKeepalive() }
  }

  private static let sendsWhileBusy = 16

  /// On the liveness thread, while the loop is lent: counts a fault against what is being handled.
  func blame() -> String {
    let marked = journal.marked
    journal.blameMark(isCertain: suspicion != nil)
    let label = self.label.current
    return
      "\(marked.count) bytes of input at \(marked.start) of UDF \(udf), task \(LogText.escaped(label.taskID)), node \(LogText.escaped(label.nodeID))"
  }
}
