/// Sums of Floats that lie side by side, in the order in which ONNX Runtime has Eigen sum them on x86-64:
/// in two registers of four, whatever is left at the end.
enum ONNXFloatSums {
  static func sum(_ values: UnsafePointer<Double>, _ count: Int) -> Float {
    let whole = count & ~3
    guard whole > 0 else { return rest(0, values, from: 0, to: count) }
    var even = four(values)
    if whole > 4 {
      var odd = four(values + 4)
      let pairs = count & ~7
      for index in stride(from: 8, to: pairs, by: 8) {
        even += four(values + index)
        odd += four(values + index + 4)
      }
      even += odd
      if whole > pairs { even += four(values + pairs) }
    }
    return rest(
      (even[0] + even[2]) + (even[1] + even[3]), values, from: whole, to: count)
  }

  @inline(__always)
  private static func four(_ values: UnsafePointer<Double>) -> SIMD4<Float> {
    SIMD4(Float(values[0]), Float(values[1]), Float(values[2]), Float(values[3]))
  }

  private static func rest(
    _ sum: Float, _ values: UnsafePointer<Double>, from first: Int, to last: Int
  ) -> Float {
    var sum = sum
    for index in first..<last { sum += Float(values[index]) }
    return sum
  }
}
