/// rollingMean(x, window); NaN while the window holds nothing.
final class MeanCell: StatefulCell {
  private var window: SlidingWindow<SumOfValues>

  init(_ window: Window) { self.window = SlidingWindow(window) }

  override func advance(_ argument: UInt64, at timeNanoseconds: Int64) -> UInt64 {
    window.push(Double(bitPattern: argument), at: timeNanoseconds)
    return (window.aggregate.sum / Double(window.count)).bitPattern
  }

  override var byteCount: Int { window.byteCount }

  override func save(to writer: inout LambdaStateWriter) { window.save(to: &writer) }

  override func restore(from reader: inout LambdaStateReader) throws(LambdaStateError) {
    try window.restore(from: &reader)
  }
}

/// rollingSum(x, window); zero while the window holds nothing.
final class SumCell: StatefulCell {
  private var window: SlidingWindow<SumOfValues>

  init(_ window: Window) { self.window = SlidingWindow(window) }

  override func advance(_ argument: UInt64, at timeNanoseconds: Int64) -> UInt64 {
    window.push(Double(bitPattern: argument), at: timeNanoseconds)
    return window.aggregate.sum.bitPattern
  }

  override var byteCount: Int { window.byteCount }

  override func save(to writer: inout LambdaStateWriter) { window.save(to: &writer) }

  override func restore(from reader: inout LambdaStateReader) throws(LambdaStateError) {
    try window.restore(from: &reader)
  }
}
