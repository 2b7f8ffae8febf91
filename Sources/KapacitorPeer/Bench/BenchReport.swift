/// What a benchmark measured.
public struct BenchReport: Sendable {
  public let mode: BenchSettings.Mode
  public let writeMode: WriteMode
  public let connections: Int
  public let pointBytes: Int
  /// Points that were sent, on all connections together.
  public let sent: UInt64
  public let answers: AnswerTally
  /// From the first point to the last answer.
  public let seconds: Double
  /// How long each point took; empty for throughput.
  public let latency: LatencyHistogram
  /// What the UDF's process used meanwhile; nil where it is not known.
  public let processSeconds: Double?
  public let residentBytes: Int?
  public let checksSequence: Bool

  public var pointsPerSecond: Double { seconds > 0 ? Double(answers.points) / seconds : 0 }
  public var processNanosecondsPerPoint: Double? {
    processSeconds.flatMap { answers.points > 0 ? $0 * 1e9 / Double(answers.points) : nil }
  }
  /// Whether every point came back, once and in order, where that was asked for.
  public var isComplete: Bool {
    !checksSequence || (answers.isInSequence && answers.points == sent)
  }
}
