/// count(): how often it was called.
final class CountCell: StatefulCell {
  private var total: Int64 = 0

  override func advance(_ argument: UInt64, at timeNanoseconds: Int64) -> UInt64 {
    total &+= 1
    return UInt64(bitPattern: total)
  }

  override func save(to writer: inout LambdaStateWriter) { writer.put(total) }

  override func restore(from reader: inout LambdaStateReader) throws(LambdaStateError) {
    total = try reader.int64()
  }
}
