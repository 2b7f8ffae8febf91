import CKernel

/// The state of a handler at a place of the input, from which frames are kept, as the next process finds it.
struct JournalCheckpoint {
  /// The session's state there.
  var session: [UInt8]
  /// The handler's; empty where it had none.
  var handler: [UInt8]
}

extension Journal {
  /// Its handler has state: frames are kept since the last checkpoint.
  var keepsState: Bool {
    get { header.pointee.keeps_state != 0 }
    nonmutating set { journal_publish(&header.pointee.keeps_state, newValue ? 1 : 0) }
  }

  var hasCheckpoint: Bool { record.flags & JOURNAL_COMMIT_HAS_CHECKPOINT.rawValue != 0 }

  /// So many inbound bytes after a checkpoint the next one is due: as many as the ring can keep beside those that are
  /// received and not handled, so that reading never waits for a checkpoint; half of a small ring.
  var checkpointInterval: UInt64 {
    let bytes = inbound.region.bytes
    let received = UInt64(2 * Self.receiveBytes)
    return bytes > 2 * received ? bytes - received : bytes / 2
  }

  /// Puts the state at `consumed` into the idle half of its region, to be published by the next `commit`: a session
  /// state's length (UInt32), the session's state, the handler's. False where it does not fit.
  /// - Parameters:
  ///   - handlerBytes: the length of the handler's state.
  ///   - write: writes it to where it is given.
  mutating func stage(
    session: [UInt8], handlerBytes: Int, write: (UnsafeMutableRawPointer) -> Void
  ) throws(JournalError) -> Bool {
    let halfBytes = Int(checkpoint.region.bytes / 2)
    let bytes = 4 + session.count + handlerBytes
    guard bytes <= halfBytes, session.count <= Int(UInt32.max) else { return false }
    let half = hasCheckpoint ? 1 - (record.checkpoint_half & 1) : 0
    let start = try checkpoint.base(of: descriptor) + Int(half) * halfBytes
    start.storeBytes(of: UInt32(session.count).littleEndian, as: UInt32.self)
    UnsafeMutableRawBufferPointer(start: start + 4, count: session.count).copyBytes(from: session)
    write(start + 4 + session.count)
    record.checkpoint_half = half
    record.checkpoint_bytes = UInt64(bytes)
    record.checkpoint_consumed = record.consumed
    record.input_count = 0
    record.flags |= JOURNAL_COMMIT_HAS_CHECKPOINT.rawValue
    return true
  }

  /// No state could be had: nothing is kept, and until the next checkpoint no process can adopt the connection.
  mutating func dropCheckpoint() {
    record.flags &= ~JOURNAL_COMMIT_HAS_CHECKPOINT.rawValue
    record.input_count = 0
  }

  mutating func storedCheckpoint() throws(JournalError) -> JournalCheckpoint? {
    guard hasCheckpoint else { return nil }
    let half = Int(record.checkpoint_half & 1) * Int(checkpoint.region.bytes / 2)
    let start = try checkpoint.base(of: descriptor) + half
    let bytes = UnsafeRawBufferPointer(start: start, count: Int(record.checkpoint_bytes))
    guard bytes.count >= 4 else { throw .damaged("checkpoint") }
    let sessionBytes = Int(UInt32(littleEndian: bytes.loadUnaligned(as: UInt32.self)))
    guard sessionBytes <= bytes.count - 4 else { throw .damaged("checkpoint") }
    return JournalCheckpoint(
      session: Array(bytes[4..<4 + sessionBytes]), handler: Array(bytes[(4 + sessionBytes)...]))
  }

  // MARK: - Timer inputs

  var inputCapacity: UInt64 {
    inputs.region.bytes / UInt64(MemoryLayout<journal_input>.stride)
  }

  var isInputLogFull: Bool { record.input_count >= inputCapacity }

  /// Takes note of a time that the handler is told now, to be published by the next `commit`. Not while the log is full.
  mutating func append(timer timeNanoseconds: Int64) throws(JournalError) {
    precondition(!isInputLogFull)
    let base = try inputs.base(of: descriptor).assumingMemoryBound(to: journal_input.self)
    base[Int(record.input_count)] = journal_input(consumed: record.consumed, time: timeNanoseconds)
    record.input_count &+= 1
  }

  /// The times that the handler was told since the checkpoint, in their order.
  mutating func storedInputs() throws(JournalError) -> [journal_input] {
    guard record.input_count > 0 else { return [] }
    let base = try inputs.base(of: descriptor).assumingMemoryBound(to: journal_input.self)
    return Array(UnsafeBufferPointer(start: base, count: Int(record.input_count)))
  }

  // MARK: - Replay

  /// The frames that are kept, from the checkpoint to what was published.
  func keptBytes() -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(
      start: keptAddress, count: Int(record.consumed &- record.checkpoint_consumed))
  }
}
