/// The last so many numbers with their mean and standard deviation, each update in constant time.
public struct RollingWindow: Sendable, Equatable {
  /// How many numbers are kept.
  public let size: Int
  // Invariant: values.count <= size; once full, `next` is the place of the oldest, otherwise 0.
  private var values: [Double] = []
  private var next = 0
  public private(set) var mean = 0.0
  /// The sum of squared distances from the mean.
  private var squares = 0.0

  public init(size: Int) {
    precondition(size > 0)
    self.size = size
  }

  public var count: Int { values.count }

  /// Of the numbers in the window as a population; 0 for fewer than two.
  public var standardDeviation: Double {
    values.count < 2 ? 0 : (max(0, squares) / Double(values.count)).squareRoot()
  }

  /// Adds a number; of a full window the oldest leaves.
  public mutating func append(_ value: Double) {
    if values.count < size {
      values.append(value)
      let distance = value - mean
      mean += distance / Double(values.count)
      squares += distance * (value - mean)
      return
    }
    let oldest = values[next]
    values[next] = value
    next += 1
    if next == size {
      // Once a round the sums are made anew, so that rounding errors do not add up over years.
      next = 0
      recompute()
    } else {
      let before = mean
      mean += (value - oldest) / Double(size)
      squares += (value - oldest) * (value - mean + oldest - before)
    }
  }

  private mutating func recompute() {
    var sum = 0.0
    for index in 0..<values.count { sum += values[index] }
    mean = sum / Double(values.count)
    squares = 0
    for index in 0..<values.count { squares += (values[index] - mean) * (values[index] - mean) }
  }

  /// How many standard deviations `value` lies from the mean; 0 while the window holds fewer than two
  /// numbers. Always finite: in a window without any spread every other number is
  /// `maximumDistance` away, and so is what lies further.
  public func distance(of value: Double) -> Double {
    if values.count < 2 || value == mean { return 0 }
    let distance = abs(value - mean) / standardDeviation
    return distance < Self.maximumDistance ? distance : Self.maximumDistance
  }

  public static let maximumDistance = 1e9

  /// The distance of a number from those before it, which it then joins.
  public mutating func score(_ value: Double) -> Double {
    let score = distance(of: value)
    append(value)
    return score
  }
}

extension RollingWindow: StateValue {
  public func write(to writer: inout StateWriter) {
    writer.write(UInt64(size))
    writer.write(UInt64(next))
    writer.write(mean)
    writer.write(squares)
    writer.write(values)
  }

  public init(from reader: inout StateReader) throws {
    let size = try reader.int(UInt64.self)
    let next = try reader.int(UInt64.self)
    let mean = try reader.double()
    let squares = try reader.double()
    let values = try reader.doubles()
    guard size > 0, size <= UInt64(Int.max), UInt64(values.count) <= size, next < size,
      next == 0 || UInt64(values.count) == size
    else { throw SnapshotError("the snapshot is damaged: a window in it contradicts itself") }
    self.size = Int(size)
    self.next = Int(next)
    self.mean = mean
    self.squares = squares
    self.values = values
  }
}
