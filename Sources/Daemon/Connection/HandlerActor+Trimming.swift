/// Connections that carry little do not hold the memory of those that carry much.
extension HandlerActor {
  /// What was seen when the connection was looked at last.
  struct TrimWindow {
    var began: Int64 = 0
    /// Bytes moved in both directions by then.
    var bytes: UInt64 = 0
    /// When it is looked at next, at the earliest.
    var ends: Int64 = 0
  }

  /// After a turn that came when the window was over.
  @inline(never)
  func trim(_ now: Int64) {
    let trimming = settings.trimming
    let window = trimWindow
    let moved = journal.received &+ journal.sent
    trimWindow = TrimWindow(began: now, bytes: moved, ends: now &+ trimming.intervalNanoseconds)
    let seconds = Double(now &- window.began) / 1e9
    guard phase == .open, window.began != 0,
      Double(moved &- window.bytes) <= seconds * trimming.sparseBytesPerSecond
    else { return }
    if journal.keepsState, journal.record.consumed &- journal.keptFrom > trimming.keptBytes {
      checkpointIfDue(true)
      journal.commit()
    }
    journal.trim()
  }
}
