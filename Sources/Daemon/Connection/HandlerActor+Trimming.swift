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

  /// When the connection rests, should nothing more move.
  struct Rest {
    /// Bytes moved in both directions.
    var bytes: UInt64 = 0
    /// The loop enters it then (monotonic nanoseconds); `.max`: it rests already.
    var begins: Int64 = .max
  }

  /// After every turn.
  func trimIfDue(_ now: Int64) {
    let moved = journal.received &+ journal.sent
    if moved != rest.bytes {
      rest = Rest(bytes: moved, begins: now &+ settings.trimming.restNanoseconds)
    } else if now >= rest.begins {
      trimAtRest()
    }
    if now >= trimWindow.ends { trim(now, moved) }
  }

  @inline(never)
  private func trimAtRest() {
    rest.begins = .max
    if phase == .open { journal.trim(isResting: true) }
  }

  @inline(never)
  private func trim(_ now: Int64, _ moved: UInt64) {
    let trimming = settings.trimming
    let window = trimWindow
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
