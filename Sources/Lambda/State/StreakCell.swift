/// streak(condition): for how many points in a row the condition has held, this one included.
final class StreakCell: StatefulCell {
  private var length: Int64 = 0

  override func advance(_ argument: UInt64, at timeNanoseconds: Int64) -> UInt64 {
    length = argument != 0 ? length &+ 1 : 0
    return UInt64(bitPattern: length)
  }

  override func save(to writer: inout LambdaStateWriter) { writer.put(length) }

  override func restore(from reader: inout LambdaStateReader) throws(LambdaStateError) {
    length = try reader.int64()
  }
}
