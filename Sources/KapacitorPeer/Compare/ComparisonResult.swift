import Locks

/// Where a comparison is left: its writer belongs to the replay by then.
public final class ComparisonResult: Sendable {
  private let state = Monitor<AnswerComparison?>(nil)

  public init() {}

  /// nil before the end.
  public var comparison: AnswerComparison? { state.withLock { $0 } }

  func set(_ comparison: AnswerComparison) { state.withLock { $0 = comparison } }
}
