import Glibc

/// How fast an exponentially weighted mean forgets.
enum EwmaDecay: Sendable, Equatable {
  /// The weight of a new value, above 0 and at most 1.
  case weight(Double)
  /// The point time in which what was known loses half of its weight.
  case halfLife(nanoseconds: Int64)
}

/// ewma(x, alpha or half-life): the first value is the first mean; values that are not finite
/// leave it as it is.
final class EwmaCell: StatefulCell {
  private let decay: EwmaDecay
  private var mean = Double.nan
  private var previousTime: Int64 = 0

  init(decay: EwmaDecay) {
    self.decay = decay
  }

  override func advance(_ argument: UInt64, at timeNanoseconds: Int64) -> UInt64 {
    let x = Double(bitPattern: argument)
    guard x.isFinite else { return mean.bitPattern }
    if mean.isNaN {
      mean = x
    } else {
      mean += weight(at: timeNanoseconds) * (x - mean)
    }
    previousTime = timeNanoseconds
    return mean.bitPattern
  }

  private func weight(at timeNanoseconds: Int64) -> Double {
    switch decay {
    case .weight(let alpha): return alpha
    case .halfLife(let nanoseconds):
      let passed = max(0, Double(timeNanoseconds &- previousTime))
      return -expm1(-passed / Double(nanoseconds) * 0.693147180559945309417232121458)
    }
  }

  override func save(to writer: inout LambdaStateWriter) {
    writer.put(mean)
    writer.put(previousTime)
  }

  override func restore(from reader: inout LambdaStateReader) throws(LambdaStateError) {
    mean = try reader.double()
    previousTime = try reader.int64()
  }
}
