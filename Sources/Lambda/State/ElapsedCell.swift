/// elapsed(): point time since the previous point, zero at the first.
final class ElapsedCell: StatefulCell {
  private var previous: Int64?

  override func advance(_ argument: UInt64, at timeNanoseconds: Int64) -> UInt64 {
    let passed = timeNanoseconds &- (previous ?? timeNanoseconds)
    previous = timeNanoseconds
    return UInt64(bitPattern: passed)
  }

  override func save(to writer: inout LambdaStateWriter) {
    writer.put(previous == nil ? 0 : 1)
    writer.put(previous ?? 0)
  }

  override func restore(from reader: inout LambdaStateReader) throws(LambdaStateError) {
    let isKnown = try reader.word() != 0
    let time = try reader.int64()
    previous = isKnown ? time : nil
  }
}
