/// Aggregates over a whole batch. Their values are computed before the batch's first point is
/// answered.
public enum BatchFunction: String, Sendable, CaseIterable {
  case batchCount, batchMean, batchSum, batchStd, batchMin, batchMax, batchMedian, batchQuantile
  case batchFirst, batchLast
}
