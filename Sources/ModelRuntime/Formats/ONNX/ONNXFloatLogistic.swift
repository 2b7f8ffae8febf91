/// 1 / (1 + e^-x) in Float as ONNX Runtime's Sigmoid and LinearClassifier approximate it: a quotient of
/// two polynomials (Eigen's; `core/mlas/lib/logistic.cpp`), with fused multiplications, to the last bit.
/// It is off by up to 6e-8, however small the share is.
enum ONNXFloatLogistic {
  /// Of the odd powers, from the ninth down to the first.
  private static let numerator: (Float, Float, Float, Float, Float) = (
    4.37031012579801e-11, 1.15627324459942e-07, 6.08574864600143e-05, 8.51377133304701e-03,
    2.48287947061529e-01
  )
  /// Of the even powers, from the tenth down to the constant.
  private static let denominator: (Float, Float, Float, Float, Float, Float) = (
    6.10247389755681e-13, 5.76102136993427e-09, 6.29106785017040e-06, 1.70198817374094e-03,
    1.16817656904453e-01, 9.93151921023180e-01
  )

  static func value(_ value: Float) -> Float {
    // Beyond 18 it is 0 or 1 in Float. NaN is neither and stays.
    let x = value < -18 ? -18 : value > 18 ? 18 : value
    let square = x * x
    let (n, d) = (numerator, denominator)
    var p = n.1.addingProduct(square, n.0)
    p = n.2.addingProduct(p, square)
    p = n.3.addingProduct(p, square)
    p = n.4.addingProduct(p, square)
    var q = d.1.addingProduct(square, d.0)
    q = d.2.addingProduct(q, square)
    q = d.3.addingProduct(q, square)
    q = d.4.addingProduct(q, square)
    q = d.5.addingProduct(q, square)
    let share = p * x / q + 0.5
    return share < 0 ? 0 : share > 1 ? 1 : share
  }
}
