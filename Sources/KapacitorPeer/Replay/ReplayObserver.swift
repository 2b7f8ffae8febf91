import UDFWire

/// Looks on while a replay runs. Called on the connections' reading threads, by several at once where there are several.
public protocol ReplayObserver: Sendable {
  /// An answer came.
  ///
  /// - Parameters:
  ///   - point: what it answers; nil for one that the UDF made itself.
  ///   - latencyNanoseconds: from writing the point to reading its answer; nil where there is no point.
  func answered(_ answer: Point, to point: Point?, latencyNanoseconds: Int64?)
}
