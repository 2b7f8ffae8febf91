import KapacitorUDF

/// Mean and variance of a window, by Welford's algorithm as the guide has it.
struct MovingStatistics: StateValue {
  /// nil: everything is remembered.
  private let size: Int?
  private(set) var window: [Double] = []
  private var oldest = 0
  private(set) var count = 0.0
  private(set) var mean = 0.0
  private var squares = 0.0

  init(size: Int?) { self.size = size }

  /// Of a sample.
  var deviation: Double { count == 1 ? 0 : (squares / (count - 1)).squareRoot() }

  mutating func update(_ value: Double) {
    count += 1
    let difference = value - mean
    mean += difference / count
    squares += difference * (value - mean)
    guard let size, count == Double(size + 1) else {
      window.append(value)
      return
    }
    let old = window[oldest]
    let oldMean = (count * mean - old) / (count - 1)
    squares -= (old - mean) * (old - oldMean)
    mean = oldMean
    count -= 1
    window[oldest] = value
    oldest = oldest + 1 == size ? 0 : oldest + 1
  }

  func write(to writer: inout StateWriter) {
    writer.write(UInt64(size ?? 0))
    for value in [mean, squares] { writer.write(value) }
    writer.write(window[oldest...] + window[..<oldest])
  }

  init(from reader: inout StateReader) throws {
    let saved = Int(clamping: try reader.int(UInt64.self))
    size = saved == 0 ? nil : saved
    mean = try reader.double()
    squares = try reader.double()
    window = try reader.doubles()
    guard window.count <= size ?? Int.max else {
      throw SnapshotError("the snapshot is damaged: a window holds more than its size")
    }
    count = Double(window.count)
  }
}
