/// rollingMin(x, window) and rollingMax(x, window); NaN while the window holds nothing.
final class ExtremumCell<Extreme: ExtremeValue>: StatefulCell {
  private var window: SlidingWindow<Extreme>

  init(_ window: Window) { self.window = SlidingWindow(window) }

  override func advance(_ argument: UInt64, at timeNanoseconds: Int64) -> UInt64 {
    window.push(Double(bitPattern: argument), at: timeNanoseconds)
    return (window.count == 0 ? .nan : window.aggregate.value).bitPattern
  }

  override var byteCount: Int { window.byteCount }

  override func save(to writer: inout LambdaStateWriter) { window.save(to: &writer) }

  override func restore(from reader: inout LambdaStateReader) throws(LambdaStateError) {
    try window.restore(from: &reader)
  }
}
