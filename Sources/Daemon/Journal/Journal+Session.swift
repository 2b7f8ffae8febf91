import CKernel

/// Where the session's state lies: in the header, where it fits, so that most connections touch no page for it, else in
/// its region.
extension Journal {
  var isSessionSmall: Bool { record.flags & JOURNAL_COMMIT_SMALL_SESSION.rawValue != 0 }

  func sessionRoom(isSmall: Bool) -> UInt64 {
    isSmall ? UInt64(JOURNAL_SMALL_SESSION_BYTES) : session.region.bytes / 2
  }

  private mutating func sessionHalf(
    _ half: UInt32, isSmall: Bool
  ) throws(JournalError) -> UnsafeMutableRawPointer {
    if isSmall, let start = journal_small_session(header, half) {
      return UnsafeMutableRawPointer(start)
    }
    return try session.base(of: descriptor) + Int(half & 1) * Int(session.region.bytes / 2)
  }

  /// Puts the session's state into the idle half of its place, to be published by the next `commit`. Once for each
  /// commit. False where it does not fit: what was published stays, and no process can adopt the connection later.
  mutating func stage(session state: [UInt8]) -> Bool {
    let isSmall = state.count <= Int(JOURNAL_SMALL_SESSION_BYTES)
    let half = 1 - (record.session_half & 1)
    guard UInt64(state.count) <= sessionRoom(isSmall: isSmall),
      let start = try? sessionHalf(half, isSmall: isSmall)
    else {
      record.flags |= JOURNAL_COMMIT_LOST_STATE.rawValue
      return false
    }
    UnsafeMutableRawBufferPointer(start: start, count: state.count).copyBytes(from: state)
    record.session_half = half
    record.session_bytes = UInt64(state.count)
    record.flags &=
      ~(JOURNAL_COMMIT_LOST_STATE.rawValue | JOURNAL_COMMIT_SMALL_SESSION.rawValue)
    record.flags |= JOURNAL_COMMIT_HAS_SESSION.rawValue
    if isSmall { record.flags |= JOURNAL_COMMIT_SMALL_SESSION.rawValue }
    return true
  }

  /// The session's state as it was published; nil before Init, and where it did not fit.
  mutating func storedSession() throws(JournalError) -> [UInt8]? {
    guard record.flags & JOURNAL_COMMIT_HAS_SESSION.rawValue != 0 else { return nil }
    let start = try sessionHalf(record.session_half, isSmall: isSessionSmall)
    return Array(UnsafeRawBufferPointer(start: start, count: Int(record.session_bytes)))
  }
}
