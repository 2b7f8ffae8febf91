extension PointView {
  /// Nanoseconds since 1970-01-01T00:00:00Z; 0 where the point has none.
  public var timeNanoseconds: Int64 {
    var time: Int64 = 0
    walk { (tag, reader) throws(WireFault) in
      guard tag.number == PointField.time, tag.type == .varint else { return false }
      time = try reader.int64()
      return true
    }
    return time
  }

  /// The measurement; empty in a batch.
  public var name: BorrowedString { text(PointField.name) }
  public var database: BorrowedString { text(PointField.database) }
  public var retentionPolicy: BorrowedString { text(PointField.retentionPolicy) }
  /// Kapacitor's key of the group.
  public var group: BorrowedString { text(PointField.group) }

  private func text(_ number: Int) -> BorrowedString {
    var found = BorrowedString.empty
    walk { (tag, reader) throws(WireFault) in
      guard tag.number == number, tag.type == .lengthDelimited else { return false }
      let bytes = try reader.lengthDelimited()
      if let start = bytes.baseAddress { found = BorrowedString(start: start, count: bytes.count) }
      return true
    }
    return found
  }

  /// Calls `visit` for every field; it says whether it has read the value. Damage ends the walk: who must know
  /// of it reads with `FieldReadings` or `decoded()`.
  private func walk(_ visit: (WireTag, inout WireReader) throws(WireFault) -> Bool) {
    var reader = WireReader(bytes, in: .point)
    do throws(WireFault) {
      while let tag = try reader.nextTag() {
        if try !visit(tag, &reader) { try reader.skip(tag) }
      }
    } catch {}
  }
}
