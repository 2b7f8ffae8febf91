/// sigma(x): how many standard deviations x lies from the mean of all values, x among them.
/// Kapacitor's own algorithm, operation for operation (Welford, sample variance).
final class SigmaCell: StatefulCell {
  private var count = 0.0
  private var mean = 0.0
  private var squares = 0.0

  override func advance(_ argument: UInt64, at timeNanoseconds: Int64) -> UInt64 {
    let x = Double(bitPattern: argument)
    count += 1
    let delta = x - mean
    mean += delta / count
    squares += delta * (x - mean)
    let variance = squares / (count - 1)
    guard count >= 2, variance != 0 else { return 0.0.bitPattern }
    return ((x - mean).magnitude / variance.squareRoot()).bitPattern
  }

  override func save(to writer: inout LambdaStateWriter) {
    writer.put(count)
    writer.put(mean)
    writer.put(squares)
  }

  override func restore(from reader: inout LambdaStateReader) throws(LambdaStateError) {
    count = try reader.double()
    mean = try reader.double()
    squares = try reader.double()
  }
}
