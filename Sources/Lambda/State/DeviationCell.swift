/// rollingStd(x, window): the sample's standard deviation, zero for fewer than two values.
final class DeviationCell: StatefulCell {
  private var window: SlidingWindow<MomentsOfValues>

  init(_ window: Window) { self.window = SlidingWindow(window) }

  override func advance(_ argument: UInt64, at timeNanoseconds: Int64) -> UInt64 {
    window.push(Double(bitPattern: argument), at: timeNanoseconds)
    return window.aggregate.deviation.bitPattern
  }

  override var byteCount: Int { window.byteCount }

  override func save(to writer: inout LambdaStateWriter) { window.save(to: &writer) }

  override func restore(from reader: inout LambdaStateReader) throws(LambdaStateError) {
    try window.restore(from: &reader)
  }
}

/// zscore(x, window): how many standard deviations x lies above the window's mean, x among its
/// values as in Kapacitor's sigma; zero where they are all equal.
final class ScoreCell: StatefulCell {
  private var window: SlidingWindow<MomentsOfValues>

  init(_ window: Window) { self.window = SlidingWindow(window) }

  override func advance(_ argument: UInt64, at timeNanoseconds: Int64) -> UInt64 {
    let x = Double(bitPattern: argument)
    window.push(x, at: timeNanoseconds)
    let moments = window.aggregate
    let deviation = moments.deviation
    guard x.isFinite else { return Double.nan.bitPattern }
    return (deviation == 0 ? 0 : (x - moments.mean) / deviation).bitPattern
  }

  override var byteCount: Int { window.byteCount }

  override func save(to writer: inout LambdaStateWriter) { window.save(to: &writer) }

  override func restore(from reader: inout LambdaStateReader) throws(LambdaStateError) {
    try window.restore(from: &reader)
  }
}
