import Locks
import UDFWire

/// Gathers a report while a replay runs.
public final class ReportCollector: ReplayObserver {
  private let state: Monitor<ReportState>

  /// - Parameters:
  ///   - axes: two fields for the scatter; nil: the first two numbers.
  ///   - level: the field that points are coloured by; nil: one that the UDF writes.
  public init(axes: [String]? = nil, level: String? = nil) {
    state = Monitor(ReportState(wantedAxes: axes, wantedLevel: level))
  }

  public func answered(_ answer: Point, to point: Point?, latencyNanoseconds: Int64?) {
    state.withLock(wakes: false) { $0.take(answer, point) }
  }

  public var report: ReplayReport { state.withLock { $0.report } }
}
