import CKernel
import Glibc

/// One connection's buffers and everything the next process must know, in a memfd that outlives this one.
///
/// Two rings are filled and emptied by recvmmsg and sendmmsg, whose headers lie in the journal: the kernel's own store
/// of `msg_len` is the record of what moved, so that a process killed at any instant leaves no doubt about one byte.
/// What a burst consumed and produced is published together, by one store; work beyond the published record never
/// happened, and the next process does it again. docs/journal.md describes every byte.
///
/// Positions are totals since the connection began. Owned by one event loop; nothing here locks.
struct Journal: ~Copyable {
  /// The most that one call receives: enough to make the call cheap, little enough to stay in the cache.
  static let receiveBytes = JournalLayout.ringBytes / 2

  let descriptor: Int32
  let header: UnsafeMutablePointer<journal_header>
  /// The kernel's stores cannot fault. Without it, continuity is best effort and the status says so.
  let isLocked: Bool

  private let rings: JournalRings
  var inboundSpill: MappedRegion
  let outboundSpill: OutboundSpill
  var session: MappedRegion
  var checkpoint: MappedRegion
  var inputs: MappedRegion

  /// What was published last. Changed here, then published whole by `commit`.
  /// Invariant: consumed <= received, sent <= produced.
  var record: journal_commit
  /// Inbound bytes that the kernel delivered.
  private(set) var received: UInt64
  /// The last call to receive got all that it had room for: there may be more.
  private(set) var receivedAll = false
  /// Outbound bytes that the kernel took.
  private(set) var sent: UInt64
  /// In front of these positions the rings' pages have been given back (`trim`). Invariant: no more than what is kept, and
  /// than what was sent.
  var trimmedInbound: UInt64 = 0
  var trimmedOutbound: UInt64 = 0
  /// What is left of a keepalive that went out in part; nothing else is sent before.
  var keepaliveOwed = 0

  private let receiveSlots: UnsafeMutablePointer<journal_slot>
  private let sendSlots: UnsafeMutablePointer<journal_slot>
  private let receiveIndex: UnsafeMutablePointer<UInt32>
  private let sendIndex: UnsafeMutablePointer<UInt32>

  /// Makes the journal of a connection that has just been accepted.
  init(
    creating layout: JournalLayout, connection: UInt64, udf: String, keepsState: Bool = false
  ) throws(JournalError) {
    let descriptor = kernel_memfd("udfd-journal")
    guard descriptor >= 0 else { throw .system(SystemError("memfd_create", code: descriptor)) }
    do throws(JournalError) {
      try Self.size(descriptor, layout)
    } catch {
      kernel_close(descriptor)
      throw error
    }
    try self.init(mapping: descriptor, layout: layout) { header throws(JournalError) in
      header.pointee.magic = JOURNAL_MAGIC
      header.pointee.version = JOURNAL_VERSION
      header.pointee.header_bytes = JOURNAL_HEADER_BYTES
      header.pointee.connection = connection
      header.pointee.created = UInt64(kernel_realtime_nanoseconds())
      header.pointee.keeps_state = keepsState ? 1 : 0
      header.pointee.writer = UInt32(bitPattern: getpid())
      layout.store(in: header)
      let name = Array(udf.utf8.prefix(Int(JOURNAL_NAME_BYTES)))
      header.pointee.name_bytes = UInt32(name.count)
      withUnsafeMutableBytes(of: &header.pointee.name) { $0.copyBytes(from: name) }
    }
  }

  private static func size(_ descriptor: Int32, _ layout: JournalLayout) throws(JournalError) {
    let sized = kernel_set_size(descriptor, Int64(layout.fileBytes))
    guard sized == 0 else { throw .system(SystemError("ftruncate", "journal", code: sized)) }
    let sealed = kernel_seal_size(descriptor)
    guard sealed == 0 else {
      throw .system(SystemError("fcntl(F_ADD_SEALS)", "journal", code: sealed))
    }
  }

  /// Maps a journal and lets `prepare` fill or check its header before anything in it is believed. Takes over the
  /// descriptor: it is closed when this throws.
  init(
    mapping descriptor: Int32, layout: JournalLayout,
    prepare: (UnsafeMutablePointer<journal_header>) throws(JournalError) -> Void
  ) throws(JournalError) {
    var code: Int32 = 0
    guard let page = kernel_map(descriptor, 0, UInt64(JOURNAL_HEADER_BYTES), 1, &code) else {
      kernel_close(descriptor)
      throw .system(SystemError("mmap", "journal", code: code))
    }
    let header = page.bindMemory(to: journal_header.self, capacity: 1)
    let rings: JournalRings
    do throws(JournalError) {
      try prepare(header)
      rings = try JournalRings(layout, of: descriptor)
    } catch {
      kernel_unmap(page, UInt64(JOURNAL_HEADER_BYTES))
      kernel_close(descriptor)
      throw error
    }
    self.rings = rings
    isLocked = kernel_lock(page, UInt64(JOURNAL_HEADER_BYTES)) == 0
    self.descriptor = descriptor
    self.header = header
    inboundSpill = MappedRegion(layout.inboundSpill)
    outboundSpill = OutboundSpill(layout.outboundSpill, of: descriptor)
    session = MappedRegion(layout.session)
    checkpoint = MappedRegion(layout.checkpoint)
    inputs = MappedRegion(layout.inputs)
    receiveSlots = journal_receive_slot(header, 0)
    sendSlots = journal_send_slot(header, 0)
    receiveIndex = Self.word(\.receive_index, of: header)
    sendIndex = Self.word(\.send_index, of: header)
    record = journal_commit_at(header, header.pointee.commit_index).pointee
    received = journal_slot_total(receiveSlots + Int(receiveIndex.pointee & 1))
    sent = journal_slot_total(sendSlots + Int(sendIndex.pointee & 1))
  }

  deinit {
    kernel_unmap(header, UInt64(JOURNAL_HEADER_BYTES))
    kernel_close(descriptor)
  }

  /// The address of a word in the header; computed once, so that nothing on the hot path goes through a key path.
  private static func word(
    _ path: KeyPath<journal_header, UInt32>, of header: UnsafeMutablePointer<journal_header>
  ) -> UnsafeMutablePointer<UInt32> {
    guard let offset = MemoryLayout<journal_header>.offset(of: path) else {
      preconditionFailure("a stored field of a C struct has an offset")
    }
    return (UnsafeMutableRawPointer(header) + offset).assumingMemoryBound(to: UInt32.self)
  }

  @inline(__always)
  var inbound: JournalRing { rings.inbound }
  @inline(__always)
  var outbound: JournalRing { rings.outbound }

  /// Publishes `record`: one store.
  @inline(__always)
  func commit() {
    let other = 1 &- (header.pointee.commit_index & 1)
    journal_commit_at(header, other).pointee = record
    journal_publish(&header.pointee.commit_index, other)
  }

  // MARK: - Inbound

  /// Inbound bytes not handled yet.
  @inline(__always)
  var pending: Int { Int(truncatingIfNeeded: received &- record.consumed) }

  /// The inbound position from which frames are kept.
  @inline(__always)
  var keptFrom: UInt64 {
    record.flags & JOURNAL_COMMIT_HAS_CHECKPOINT.rawValue != 0
      ? record.checkpoint_consumed : record.consumed
  }

  /// The inbound position up to which bytes lie in the spill; the present frame is a large one while it is ahead.
  @inline(__always)
  private var inboundSpillEnd: UInt64 { record.inbound_spill_start &+ record.inbound_spill_bytes }
  @inline(__always)
  var isInboundSpilled: Bool { record.consumed < inboundSpillEnd }

  /// Bytes that one call may receive now; 0: not before some are handled.
  @inline(__always)
  var receivable: Int {
    if isInboundSpilled { return Int(inboundSpillEnd &- received) }
    if pending >= Self.receiveBytes { return 0 }
    return min(Self.receiveBytes, inbound.bytes &- Int(received &- keptFrom))
  }

  /// Receives once. Bytes, 0 at the end of the stream, or -errno. Call it only while `receivable` is above 0.
  mutating func receive(from socket: Int32) -> Int {
    let count = receivable
    if isInboundSpilled { return receiveSpill(from: socket, count: count) }
    let (first, firstBytes, secondBytes) = inbound.pieces(from: received, count: count)
    if inbound.offset(of: received) &+ count >= inbound.bytes { inbound.touchSecondMapping() }
    let slot = journal_slot_prepare(
      receiveSlots, receiveIndex, first, UInt64(firstBytes), inbound.base, UInt64(secondBytes))
    return take(slot, from: socket)
  }

  @inline(__always)
  private mutating func take(_ slot: UnsafeMutablePointer<journal_slot>?, from socket: Int32) -> Int
  {
    let result = Int(kernel_receive(socket, slot))
    if result > 0, let slot {
      received &+= UInt64(result)
      receivedAll = UInt64(result) == slot.pointee.iov_len0 &+ slot.pointee.iov_len1
    }
    return result
  }

  private mutating func receiveSpill(from socket: Int32, count: Int) -> Int {
    // Mapped when the spill began, or by adoption: it cannot fail here.
    guard let base = try? inboundSpill.base(of: descriptor) else { return -Int(ENOMEM) }
    let place = base + Int(received &- record.inbound_spill_start)
    return take(
      journal_slot_prepare(receiveSlots, receiveIndex, place, UInt64(count), nil, 0), from: socket)
  }

  /// The pending bytes, contiguous.
  /// - Parameter tidily: no further than a page beyond the ring's end, so that the second mapping of it stays
  ///   untouched but for the frame that runs over the end.
  @inline(__always)
  mutating func pendingBytes(tidily: Bool) -> UnsafeRawBufferPointer {
    if isInboundSpilled {
      guard let base = try? inboundSpill.base(of: descriptor) else {
        return UnsafeRawBufferPointer(start: nil, count: 0)
      }
      let start = Int(record.consumed &- record.inbound_spill_start)
      return UnsafeRawBufferPointer(start: base + start, count: pending)
    }
    let start = inbound.offset(of: record.consumed)
    let count = tidily ? min(pending, inbound.bytes &- start &+ Self.overrun) : pending
    return UnsafeRawBufferPointer(start: inbound.base + start, count: count)
  }

  private static let overrun = 4096

  /// Moves the beginning of a frame that is too large for the ring, and all that will come of it, to the spill.
  /// - Parameter bytes: the frame's length with its prefix.
  /// The caller has made sure that nothing before it is kept for replay.
  mutating func spillInbound(frameOf bytes: Int) throws(JournalError) {
    precondition(UInt64(bytes) <= inboundSpill.region.bytes && keptFrom == record.consumed)
    let base = try inboundSpill.base(of: descriptor)
    base.copyMemory(from: inbound.address(of: record.consumed), byteCount: pending)
    record.inbound_spill_start = record.consumed
    record.inbound_spill_bytes = UInt64(bytes)
    commit()
  }

  // MARK: - Outbound

  @inline(__always)
  var unsent: Int { Int(truncatingIfNeeded: record.produced &- sent) }

  @inline(__always)
  private var outboundSpillEnd: UInt64 {
    record.outbound_spill_start &+ record.outbound_spill_bytes
  }
  @inline(__always)
  var isOutboundSpilled: Bool { sent < outboundSpillEnd }

  /// Where the kept frames begin.
  var keptAddress: UnsafeRawPointer { UnsafeRawPointer(inbound.address(of: keptFrom)) }

  /// Where output goes, contiguous; empty while a spill has not been sent.
  @inline(__always)
  func outboundRoom(tidily: Bool) -> UnsafeMutableRawBufferPointer {
    if isOutboundSpilled { return UnsafeMutableRawBufferPointer(start: outbound.base, count: 0) }
    let start = outbound.offset(of: record.produced)
    let room = outbound.bytes &- unsent
    let count = tidily ? min(room, outbound.bytes &- start &+ Self.overrun) : room
    return UnsafeMutableRawBufferPointer(start: outbound.base + start, count: count)
  }

  /// There is as much room as a session is promised (`SessionConfiguration.outputRoomBytes`).
  @inline(__always)
  var isRoomy: Bool { !isOutboundSpilled && outbound.bytes &- unsent >= Self.promisedRoomBytes }
  static let promisedRoomBytes = JournalLayout.ringBytes / 2

  /// Sends once what was published. Bytes or -errno. Call it only while `unsent` is above 0.
  mutating func send(to socket: Int32) -> Int {
    if keepaliveOwed > 0, !finishKeepalive(to: socket) { return -Int(EAGAIN) }
    if isOutboundSpilled && sent >= record.outbound_spill_start { return sendSpill(to: socket) }
    let end = isOutboundSpilled ? record.outbound_spill_start : record.produced
    let (first, firstBytes, secondBytes) = outbound.pieces(
      from: sent, count: Int(truncatingIfNeeded: end &- sent))
    let slot = journal_slot_prepare(
      sendSlots, sendIndex, first, UInt64(firstBytes), outbound.base, UInt64(secondBytes))
    let result = Int(kernel_send(socket, slot))
    if result > 0 { sent &+= UInt64(result) }
    return result
  }

  private mutating func sendSpill(to socket: Int32) -> Int {
    guard let base = outboundSpill.base else { return -Int(ENOMEM) }
    let place = base + Int(sent &- record.outbound_spill_start)
    let slot = journal_slot_prepare(
      sendSlots, sendIndex, place, outboundSpillEnd &- sent, nil, 0)
    let result = Int(kernel_send(socket, slot))
    if result > 0 { sent &+= UInt64(result) }
    if !isOutboundSpilled { outboundSpill.release() }
    return result
  }

  /// Takes note of output beyond `produced`, to be published by the next `commit`.
  /// - Parameters:
  ///   - count: bytes in the ring.
  ///   - spilled: bytes in the spill, which come after them.
  @inline(__always)
  mutating func produce(_ count: Int, spilled: Int) {
    if spilled > 0 {
      record.outbound_spill_start = record.produced &+ UInt64(count)
      record.outbound_spill_bytes = UInt64(spilled)
    }
    record.produced &+= UInt64(count &+ spilled)
  }

  /// Takes note of input that was handled, to be published by the next `commit`.
  @inline(__always)
  mutating func consume(_ count: Int) {
    record.consumed &+= UInt64(count)
  }

  // MARK: - Facts about the connection

  /// The peer's half-close was read.
  var hasEnded: Bool {
    get { header.pointee.ended != 0 }
    nonmutating set { journal_publish(&header.pointee.ended, newValue ? 1 : 0) }
  }

  /// The connection is over: the next process has nothing to adopt.
  func markClosed() {
    journal_publish(&header.pointee.closed, 1)
  }
}
