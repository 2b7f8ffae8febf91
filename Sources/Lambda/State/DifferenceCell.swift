/// diff(x) and rate(x): the change since the previous point, as it is or per second of point time.
/// NaN at the first point, and for a rate where time did not advance.
final class DifferenceCell: StatefulCell {
  private let isRate: Bool
  private var previous = Double.nan
  private var previousTime: Int64 = 0

  init(isRate: Bool) {
    self.isRate = isRate
  }

  override func advance(_ argument: UInt64, at timeNanoseconds: Int64) -> UInt64 {
    let x = Double(bitPattern: argument)
    let change = x - previous
    // In floating point, because two times may lie further apart than 64 bits hold.
    let seconds = (Double(timeNanoseconds) - Double(previousTime)) / 1e9
    let exact = timeNanoseconds.subtractingReportingOverflow(previousTime)
    let passed = exact.overflow ? seconds : Double(exact.partialValue) / 1e9
    previous = x
    previousTime = timeNanoseconds
    guard isRate else { return change.bitPattern }
    return (passed > 0 ? change / passed : .nan).bitPattern
  }

  override func save(to writer: inout LambdaStateWriter) {
    writer.put(previous)
    writer.put(previousTime)
  }

  override func restore(from reader: inout LambdaStateReader) throws(LambdaStateError) {
    previous = try reader.double()
    previousTime = try reader.int64()
  }
}
