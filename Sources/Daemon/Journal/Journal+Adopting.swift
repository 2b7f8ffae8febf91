import CKernel
import Glibc

extension Journal {
  /// Maps a journal that another process wrote. Nothing in it is believed before it has been checked, and no bytes,
  /// whatever they are, crash this process: what cannot be true is an error.
  ///
  /// Takes over the descriptor: it is closed when this throws.
  static func adopt(_ descriptor: Int32) throws(JournalError) -> Journal {
    let layout: JournalLayout
    do throws(JournalError) {
      layout = try Self.checkedLayout(of: descriptor)
    } catch {
      kernel_close(descriptor)
      throw error
    }
    var journal = try Journal(mapping: descriptor, layout: layout) { header throws(JournalError) in
      guard header.pointee.closed == 0 else { throw .closed }
      guard header.pointee.name_bytes <= JOURNAL_NAME_BYTES else { throw .damaged("name") }
    }
    try journal.checkRecord()
    try journal.takeUpKeepalive()
    journal.noteAdoption()
    return journal
  }

  /// From here on this process writes. (A method of its own: written through a local journal, these lines make Swift
  /// 6.3 emit invalid code under ThreadSanitizer.)
  private func noteAdoption() {
    header.pointee.adoptions &+= 1
    header.pointee.writer = UInt32(bitPattern: getpid())
    journal_publish(&header.pointee.frozen, 0)
  }

  /// The layout, once the file is known to be a journal of this version that can be mapped safely.
  private static func checkedLayout(of descriptor: Int32) throws(JournalError) -> JournalLayout {
    // A file that could shrink under a mapping could kill this process.
    guard kernel_is_size_sealed(descriptor) == 1 else { throw .damaged("it is not sealed") }
    let size = kernel_size(descriptor)
    guard size >= Int64(JOURNAL_HEADER_BYTES) else { throw .damaged("it has \(size) bytes") }
    var code: Int32 = 0
    guard let page = kernel_map(descriptor, 0, UInt64(JOURNAL_HEADER_BYTES), 1, &code) else {
      throw .system(SystemError("mmap", "journal", code: code))
    }
    defer { kernel_unmap(page, UInt64(JOURNAL_HEADER_BYTES)) }
    let header = page.bindMemory(to: journal_header.self, capacity: 1)
    guard header.pointee.magic == JOURNAL_MAGIC else {
      throw .damaged("it does not begin as a journal does")
    }
    guard header.pointee.version == JOURNAL_VERSION else { throw .version(header.pointee.version) }
    guard header.pointee.header_bytes == JOURNAL_HEADER_BYTES else { throw .damaged("header size") }
    let layout = try JournalLayout(checking: header)
    guard layout.fileBytes == UInt64(size) else { throw .damaged("it is cut or grown") }
    return layout
  }

  /// Whether what was published can be true.
  private func checkRecord() throws(JournalError) {
    guard record.consumed <= received, record.consumed >= keptFrom else {
      throw .damaged("\(record.consumed) of \(received) bytes handled, kept from \(keptFrom)")
    }
    guard sent <= record.produced else {
      throw .damaged("\(sent) of \(record.produced) bytes sent")
    }
    try checkInbound()
    try checkOutbound()
    guard record.session_bytes <= sessionRoom(isSmall: isSessionSmall),
      record.checkpoint_bytes <= checkpoint.region.bytes / 2,
      record.input_count <= inputCapacity
    else { throw .damaged("state larger than its region") }
  }

  private func checkInbound() throws(JournalError) {
    let (end, overflow) = record.inbound_spill_start.addingReportingOverflow(
      record.inbound_spill_bytes)
    guard !overflow, record.inbound_spill_bytes <= inboundSpill.region.bytes else {
      throw .damaged("inbound spill")
    }
    guard record.consumed < end else {
      guard received - keptFrom <= inbound.region.bytes else { throw .damaged("inbound ring") }
      return
    }
    // A large frame is on its way: it begins at what comes next, and nothing beyond it was read.
    guard record.consumed == record.inbound_spill_start, received <= end,
      record.consumed - keptFrom <= inbound.region.bytes
    else { throw .damaged("inbound spill") }
  }

  private func checkOutbound() throws(JournalError) {
    let (end, overflow) = record.outbound_spill_start.addingReportingOverflow(
      record.outbound_spill_bytes)
    guard !overflow, record.outbound_spill_bytes <= outboundSpill.region.bytes,
      end <= record.produced
    else { throw .damaged("outbound spill") }
    guard sent < end else {
      guard record.produced - sent <= outbound.region.bytes else { throw .damaged("outbound ring") }
      return
    }
    guard end == record.produced else { throw .damaged("outbound spill") }
    let inRing = sent < record.outbound_spill_start ? record.outbound_spill_start - sent : 0
    guard inRing <= outbound.region.bytes else { throw .damaged("outbound ring") }
  }

  /// The UDF that serves the connection. From another process: compare it, show it escaped.
  var udfName: String {
    let bytes = UnsafeBufferPointer(
      start: journal_name(header), count: Int(min(header.pointee.name_bytes, JOURNAL_NAME_BYTES)))
    return String(decoding: bytes, as: UTF8.self)
  }
}
