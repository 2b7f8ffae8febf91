/// spread(x): the range of all values so far. NaN is ignored.
final class SpreadCell: StatefulCell {
  private var least = Double.infinity
  private var greatest = -Double.infinity

  override func advance(_ argument: UInt64, at timeNanoseconds: Int64) -> UInt64 {
    let x = Double(bitPattern: argument)
    if x < least { least = x }
    if x > greatest { greatest = x }
    return (greatest - least).bitPattern
  }

  override func save(to writer: inout LambdaStateWriter) {
    writer.put(least)
    writer.put(greatest)
  }

  override func restore(from reader: inout LambdaStateReader) throws(LambdaStateError) {
    least = try reader.double()
    greatest = try reader.double()
  }
}
