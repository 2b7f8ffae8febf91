/// Where output goes that does not fit a `ResponseWriter`'s own memory: whole frames, in order, to
/// be sent after everything in that memory.
public protocol OutputSpill: AnyObject {
  /// Room for `bytes` more behind the first `used`, which keep their content though they may move.
  ///
  /// - Returns: nil when the spill's limit is reached.
  func reserve(_ bytes: Int, after used: Int) -> UnsafeMutableRawPointer?
}
