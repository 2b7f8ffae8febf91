import CKernel

/// Where everything lies in a journal's memfd.
///
/// The file is sparse: a region costs memory only for the pages that were touched, so the regions for what is rare
/// (large frames, checkpoints) are as large as they can ever be needed, and the file never changes its size.
public struct JournalLayout: Equatable, Sendable {
  /// 64 and 128 KiB cost a quarter to a third more CPU with one connection, 1 MiB a quarter more with 16.
  public static let ringBytes = 256 << 10
  /// The inbound ring of a handler with state: it keeps the frames since the last checkpoint for replay. With 16
  /// connections 4 MiB cost 6% of throughput, since every byte that the kernel delivers misses the caches, and 512 KiB
  /// one or two, since a state of 256 KiB is copied twice as often.
  public static let replayRingBytes = 1 << 20
  /// What a response may hold beyond the largest frame: the fields that a handler adds to it.
  static let outboundSlackBytes = 1 << 20
  /// Options, task and node names of one connection, and its open batch.
  static let sessionHalfBytes = 1 << 20
  static let inputsBytes = 64 << 10

  let inbound: JournalRegion
  let outbound: JournalRegion
  let inboundSpill: JournalRegion
  let outboundSpill: JournalRegion
  /// Two halves.
  let session: JournalRegion
  /// Two halves.
  let checkpoint: JournalRegion
  let inputs: JournalRegion
  let fileBytes: UInt64

  /// - Parameters:
  ///   - maximumFrameBytes: the largest frame that a peer may send, and the largest state of a handler.
  ///   - keepsState: whether frames are kept for replay until the next checkpoint.
  public init(maximumFrameBytes: Int, keepsState: Bool) {
    self.init(
      inboundBytes: keepsState ? Self.replayRingBytes : Self.ringBytes,
      outboundBytes: Self.ringBytes, maximumFrameBytes: maximumFrameBytes)
  }

  init(inboundBytes: Int, outboundBytes: Int, maximumFrameBytes: Int) {
    var next = UInt64(JOURNAL_HEADER_BYTES)
    func region(_ bytes: Int) -> JournalRegion {
      let rounded = (UInt64(bytes) + 4095) & ~4095
      defer { next += rounded }
      return JournalRegion(offset: next, bytes: rounded)
    }
    // A frame's length prefix is at most 5 bytes.
    let frame = maximumFrameBytes + 5
    inbound = region(inboundBytes)
    outbound = region(outboundBytes)
    inputs = region(Self.inputsBytes)
    session = region(2 * Self.sessionHalfBytes)
    inboundSpill = region(frame)
    outboundSpill = region(frame + Self.outboundSlackBytes)
    checkpoint = region(2 * ((frame + 4095) & ~4095))
    fileBytes = next
  }

  /// The layout that a header names, checked: whatever the bytes are, no region of it reaches outside the file, into
  /// the header or into another.
  init(checking header: UnsafePointer<journal_header>) throws(JournalError) {
    inbound = JournalRegion(header.pointee.inbound)
    outbound = JournalRegion(header.pointee.outbound)
    inboundSpill = JournalRegion(header.pointee.inbound_spill)
    outboundSpill = JournalRegion(header.pointee.outbound_spill)
    session = JournalRegion(header.pointee.session)
    checkpoint = JournalRegion(header.pointee.checkpoint)
    inputs = JournalRegion(header.pointee.inputs)
    fileBytes = header.pointee.file_bytes
    let all = [inbound, outbound, inputs, session, inboundSpill, outboundSpill, checkpoint]
      .sorted { $0.offset < $1.offset }
    guard fileBytes <= Self.maximumFileBytes else { throw .damaged("file size \(fileBytes)") }
    var taken = UInt64(JOURNAL_HEADER_BYTES)
    for region in all {
      guard region.offset >= taken, region.offset % 4096 == 0,
        region.bytes % 8192 == 0 || region.bytes % 4096 == 0,
        region.bytes > 0, region.bytes <= fileBytes, region.offset <= fileBytes - region.bytes
      else { throw .damaged("region at \(region.offset) of \(region.bytes) bytes") }
      taken = region.end
    }
    for ring in [inbound, outbound] {
      guard ring.bytes & (ring.bytes - 1) == 0, ring.bytes >= 64 << 10, ring.bytes <= 64 << 20
      else {
        throw .damaged("ring of \(ring.bytes) bytes")
      }
    }
    guard session.bytes % 8192 == 0, checkpoint.bytes % 8192 == 0 else {
      throw .damaged("halves of \(session.bytes) and \(checkpoint.bytes) bytes")
    }
  }

  /// Beyond any file that this program makes (maximum_frame_bytes is a UInt32's worth at most, five times).
  private static let maximumFileBytes: UInt64 = 32 << 30

  func store(in header: UnsafeMutablePointer<journal_header>) {
    header.pointee.inbound = inbound.stored
    header.pointee.outbound = outbound.stored
    header.pointee.inbound_spill = inboundSpill.stored
    header.pointee.outbound_spill = outboundSpill.stored
    header.pointee.session = session.stored
    header.pointee.checkpoint = checkpoint.stored
    header.pointee.inputs = inputs.stored
    header.pointee.file_bytes = fileBytes
  }
}
