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
    let wanted = UInt8(number << 3 | 2)
    var position = body
    while position < end {
      // The usual field: a tag of one byte, a length of one byte. All others take the slower walk.
      let tag = position.load(as: UInt8.self)
      let left = end - position
      if tag & 0x87 == 0x02 && left >= 2 {
        let length = Int(position.load(fromByteOffset: 1, as: UInt8.self))
        if length < 0x80 && length <= left - 2 {
          position += 2
          if tag == wanted { found = BorrowedString(start: position, count: length) }
          position += length
          continue
        }
      }
      var reader = WireReader(UnsafeRawBufferPointer(start: position, count: left), in: .point)
      do throws(WireFault) {
        guard let tag = try reader.nextTag() else { break }
        if tag.number == number, tag.type == .lengthDelimited {
          let bytes = try reader.lengthDelimited()
          found = bytes.baseAddress.map { BorrowedString(start: $0, count: bytes.count) } ?? .empty
        } else {
          try reader.skip(tag)
        }
      } catch { break }
      position = reader.position
    }
    return found
  }

  /// Calls `visit` for every field; it says whether it has read the value. Damage ends the walk:
  /// who must know of it reads with `FieldReadings` or `decoded()`.
  private func walk(_ visit: (WireTag, inout WireReader) throws(WireFault) -> Bool) {
    var reader = WireReader(bytes, in: .point)
    do throws(WireFault) {
      while let tag = try reader.nextTag() {
        if try !visit(tag, &reader) { try reader.skip(tag) }
      }
    } catch {}
  }
}
