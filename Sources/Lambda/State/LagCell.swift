/// lag(x, k): x of k points ago, NaN before there were so many.
final class LagCell: StatefulCell {
  private let points: Int
  /// At most `points` values; a ring once it is full, `next` being the oldest.
  private var values: [Double] = []
  private var next = 0

  init(points: Int) {
    self.points = points
  }

  override func advance(_ argument: UInt64, at timeNanoseconds: Int64) -> UInt64 {
    guard points > 0 else { return argument }
    let x = Double(bitPattern: argument)
    if values.count < points {
      values.append(x)
      return Double.nan.bitPattern
    }
    let oldest = values[next]
    values[next] = x
    next = next + 1 == points ? 0 : next + 1
    return oldest.bitPattern
  }

  override var byteCount: Int { Self.fixedBytes + values.count * 8 }

  override func save(to writer: inout LambdaStateWriter) {
    writer.put(values.count)
    for offset in 0..<values.count { writer.put(values[(next + offset) % values.count]) }
  }

  override func restore(from reader: inout LambdaStateReader) throws(LambdaStateError) {
    values = []
    next = 0
    for _ in 0..<(try reader.count(limit: points, bytesEach: 8)) {
      values.append(try reader.double())
    }
  }
}
