/// The hyperbolic tangent in Float as ONNX Runtime approximates it: a quotient of two polynomials
/// (Eigen's; `core/mlas/lib/tanh.cpp`), with fused multiplications, to the last bit.
enum ONNXFloatTanh {
  /// Of the odd powers, from the thirteenth down to the first.
  private static let numerator: (Float, Float, Float, Float, Float, Float, Float) = (
    -2.76076847742355e-16, 2.00018790482477e-13, -8.60467152213735e-11, 5.12229709037114e-08,
    1.48572235717979e-05, 6.37261928875436e-04, 4.89352455891786e-03
  )
  /// Of the even powers, from the sixth down to the constant.
  private static let denominator: (Float, Float, Float, Float) = (
    1.19825839466702e-06, 1.18534705686654e-04, 2.26843463243900e-03, 4.89352518554385e-03
  )

  static func value(_ value: Float) -> Float {
    // Beyond 9 it is 1 in Float. NaN is neither and stays.
    let x = value < -9 ? -9 : value > 9 ? 9 : value
    let square = x * x
    let (n, d) = (numerator, denominator)
    var p = n.1.addingProduct(square, n.0)
    p = n.2.addingProduct(p, square)
    p = n.3.addingProduct(p, square)
    p = n.4.addingProduct(p, square)
    p = n.5.addingProduct(p, square)
    p = n.6.addingProduct(p, square)
    var q = d.1.addingProduct(square, d.0)
    q = d.2.addingProduct(q, square)
    q = d.3.addingProduct(q, square)
    return p * x / q
  }
}
