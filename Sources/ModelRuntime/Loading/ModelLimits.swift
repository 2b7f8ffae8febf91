/// What a model file may cost. A file is trusted to be a model, never to be small.
public struct ModelLimits: Sendable {
  /// Largest file that is read.
  public var maximumFileBytes: Int
  /// Largest size of a compressed file once it is inflated.
  public var maximumInflatedBytes: Int
  /// Inflated bytes over compressed bytes, beyond `freeInflatedBytes`. zlib reaches 1,032 on zeros;
  /// forests compress by 3 to 10.
  public var maximumInflationRatio: Int
  /// Inflated size that needs no justification by the file's.
  public var freeInflatedBytes: Int

  public init(
    maximumFileBytes: Int = 2 << 30, maximumInflatedBytes: Int = 4 << 30,
    maximumInflationRatio: Int = 100, freeInflatedBytes: Int = 16 << 20
  ) {
    self.maximumFileBytes = maximumFileBytes
    self.maximumInflatedBytes = maximumInflatedBytes
    self.maximumInflationRatio = maximumInflationRatio
    self.freeInflatedBytes = freeInflatedBytes
  }

  public static let `default` = ModelLimits()

  /// What a compressed file of `bytes` may inflate to.
  func inflatedBytes(from bytes: Int) -> Int {
    let (product, overflow) = bytes.multipliedReportingOverflow(by: maximumInflationRatio)
    return min(maximumInflatedBytes, max(freeInflatedBytes, overflow ? .max : product))
  }
}
