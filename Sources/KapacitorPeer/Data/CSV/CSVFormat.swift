/// How to read a CSV file as points.
public struct CSVFormat: Sendable {
  /// The measurement that every point belongs to.
  public var measurement: String
  /// The column of times; nil looks for one called time, timestamp or _time.
  public var timeColumn: String?
  /// nil: told from the first time.
  public var timeFormat: TimeFormat?
  /// Columns that are tags; all others but the time are fields.
  public var tags: [String] = []
  /// Columns whose type is given rather than told from their values.
  public var types: [String: ColumnType] = [:]
  /// Columns that are passed over.
  public var ignored: [String] = []
  /// What points get where there is no column of times.
  public var generatedTimes = GeneratedTimes()

  public init(measurement: String) { self.measurement = measurement }

  static let usualTimeColumns = ["time", "timestamp", "_time"]
}

/// Evenly spaced times for data that carries none. The same file always gets the same ones.
public struct GeneratedTimes: Sendable, Equatable {
  public var startNanoseconds: Int64
  public var stepNanoseconds: Int64

  public init(startNanoseconds: Int64 = 0, stepNanoseconds: Int64 = 1_000_000_000) {
    self.startNanoseconds = startNanoseconds
    self.stepNanoseconds = stepNanoseconds
  }

  mutating func next() -> Int64 {
    defer { startNanoseconds &+= stepNanoseconds }
    return startNanoseconds
  }
}
