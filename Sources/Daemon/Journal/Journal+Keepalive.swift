import CKernel

extension Journal {
  /// Sends a keepalive that is not part of what handlers produce: it has a slot of its own, so that the record of what
  /// was produced and sent stays as it is. Only while nothing is unsent, that is, at a frame's border.
  mutating func sendKeepalive(_ frame: [UInt8], to socket: Int32) {
    let room = MemoryLayout.size(ofValue: header.pointee.keepalive_frame)
    guard keepaliveOwed == 0, unsent == 0, frame.count <= room else { return }
    let bytes = journal_keepalive_bytes(header)
    for (index, byte) in frame.enumerated() { bytes?[index] = byte }
    header.pointee.keepalive_bytes = UInt32(frame.count)
    header.pointee.keepalive_target = keepaliveTotal &+ UInt64(frame.count)
    keepaliveOwed = frame.count
    if !finishKeepalive(to: socket), keepaliveOwed == frame.count {
      // Not a byte of it went out: the peer does not read, and needs none.
      header.pointee.keepalive_target = keepaliveTotal
      keepaliveOwed = 0
    }
  }

  /// Sends what is left of a keepalive that went out in part. Nothing else may be sent before.
  /// - Returns: whether nothing is left.
  mutating func finishKeepalive(to socket: Int32) -> Bool {
    guard keepaliveOwed > 0 else { return true }
    let done = Int(header.pointee.keepalive_bytes) - keepaliveOwed
    guard let slots = journal_keepalive_slot(header, 0), let bytes = journal_keepalive_bytes(header)
    else { return true }
    let slot = journal_slot_prepare(
      slots, &header.pointee.keepalive_index, bytes + done, UInt64(keepaliveOwed), nil, 0)
    let count = Int(kernel_send(socket, slot))
    if count > 0 { keepaliveOwed -= count }
    return keepaliveOwed == 0
  }

  private var keepaliveTotal: UInt64 {
    journal_slot_total(journal_keepalive_slot(header, header.pointee.keepalive_index))
  }

  /// At adoption: a keepalive of which the kernel took a part must be finished first; one of which it took nothing is
  /// forgotten.
  mutating func takeUpKeepalive() throws(JournalError) {
    let target = header.pointee.keepalive_target
    let bytes = UInt64(header.pointee.keepalive_bytes)
    guard target >= keepaliveTotal, target - keepaliveTotal <= bytes,
      bytes <= UInt64(MemoryLayout.size(ofValue: header.pointee.keepalive_frame))
    else { throw .damaged("keepalive") }
    let owed = target - keepaliveTotal
    if owed == bytes {
      header.pointee.keepalive_target = keepaliveTotal
    } else {
      keepaliveOwed = Int(owed)
    }
  }
}
