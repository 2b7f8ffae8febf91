import CKernel

/// A part of the journal's memfd, in bytes from its beginning.
struct JournalRegion: Equatable, Sendable {
  let offset: UInt64
  let bytes: UInt64

  var end: UInt64 { offset &+ bytes }

  init(offset: UInt64, bytes: UInt64) {
    self.offset = offset
    self.bytes = bytes
  }

  init(_ region: journal_region) {
    self.init(offset: region.offset, bytes: region.bytes)
  }

  var stored: journal_region { journal_region(offset: offset, bytes: bytes) }
}
