// What a message has in common with another, field by field: the answers to Init and Restore, a snapshot on its way there
// and back, a keepalive and its answer.

extension WireReader {
  mutating func outcome() throws(WireFault) -> (success: Bool, error: String) {
    var outcome = (success: false, error: "")
    while let tag = try nextTag() {
      switch (tag.number, tag.type) {
      case (1, .varint): outcome.success = try bool()
      case (2, .lengthDelimited): outcome.error = try string()
      default: try skip(tag)
      }
    }
    return outcome
  }

  mutating func snapshot() throws(WireFault) -> [UInt8] {
    // Copied once, at the end: the last occurrence is the one that counts.
    var last: UnsafeRawBufferPointer?
    while let tag = try nextTag() {
      switch (tag.number, tag.type) {
      case (1, .lengthDelimited): last = try lengthDelimited()
      default: try skip(tag)
      }
    }
    return last.map { [UInt8]($0) } ?? []
  }

  mutating func time() throws(WireFault) -> Int64 {
    var nanoseconds: Int64 = 0
    while let tag = try nextTag() {
      switch (tag.number, tag.type) {
      case (1, .varint): nanoseconds = try int64()
      default: try skip(tag)
      }
    }
    return nanoseconds
  }
}

extension WireSink {
  mutating func outcome(success: Bool, error: String) {
    boolIfTrue(1, success)
    stringUnlessEmpty(2, error.cut(toBytes: WireLimits.maximumErrorTextBytes))
  }

  mutating func snapshot(_ snapshot: [UInt8]) {
    if !snapshot.isEmpty { bytes(1, snapshot) }
  }
}
