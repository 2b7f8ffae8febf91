import KapacitorUDF

/// The last values of one group and their mean, kept as Kapacitor's example keeps it: corrected by
/// each value that comes and goes, operation for operation.
struct MovingAverageWindow: StateValue {
  private let size: Int
  /// A ring once it is full: `oldest` is the place of the oldest value.
  private var values: [Double] = []
  private var oldest = 0
  private var average = 0.0

  init(size: Int) { self.size = size }

  mutating func update(_ value: Double) -> Double {
    let count = Double(values.count)
    if values.count == size {
      average += value / count - values[oldest] / count
      values[oldest] = value
      oldest = oldest + 1 == size ? 0 : oldest + 1
    } else {
      average = (value + count * average) / (count + 1)
      values.append(value)
    }
    return average
  }

  func write(to writer: inout StateWriter) {
    writer.write(UInt64(size))
    writer.write(average)
    writer.write(values[oldest...] + values[..<oldest])
  }

  init(from reader: inout StateReader) throws {
    size = Int(clamping: try reader.int(UInt64.self))
    average = try reader.double()
    values = try reader.doubles()
    guard size > 0, values.count <= size else {
      throw SnapshotError("the snapshot is damaged: a window holds more than its size")
    }
  }
}
