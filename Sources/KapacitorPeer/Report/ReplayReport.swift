import UDFWire

/// What a replay's report shows, in bounded memory however many points there were.
public struct ReplayReport: Sendable {
  /// One field over time.
  public struct Series: Sendable {
    public let name: String
    /// The UDF set it; otherwise it came in.
    public let isOutput: Bool
    public let track: TimeTrack
  }

  /// The points of one level.
  public struct Level: Sendable {
    /// As text: `0.3`, `burnthrough`; `(none)` of points without one.
    public let name: String
    /// nil: it is no number.
    public let number: Double?
    public let sample: PointSample
    /// How many came when: only `count` counts.
    public let track: TimeTrack
  }

  /// A point of a high level.
  public struct Flagged: Sendable {
    public let timeNanoseconds: Int64
    public let tags: String
    public let x: Double?
    public let y: Double?
    public let level: Double
  }

  public internal(set) var series: [Series] = []
  /// Fields beyond the limit, which are left out.
  public internal(set) var omitted: [String] = []
  /// Of the earliest and the latest answer.
  public internal(set) var firstNanoseconds: Int64 = 0
  public internal(set) var lastNanoseconds: Int64 = 0
  public internal(set) var startNanoseconds: Int64 = 0
  public internal(set) var bucketNanoseconds: Int64 = 1
  public internal(set) var xName: String?
  public internal(set) var yName: String?
  public internal(set) var levelName: String?
  /// In the order of their numbers, or names.
  public internal(set) var levels: [Level] = []
  /// The highest levels, highest first, earlier first among equals.
  public internal(set) var flagged: [Flagged] = []
}
