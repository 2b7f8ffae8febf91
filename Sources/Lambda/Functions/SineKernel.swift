/// Sine, cosine and tangent of an angle of at most pi/4, by the polynomials that Go uses, so that the
/// last bits are Kapacitor's.
///
/// Method and coefficients are those of the Cephes Mathematical Library, release 2.8, June 2000,
/// copyright 1984, 1987, 1989, 1992, 2000 by Stephen L. Moshier, which may be used freely.
enum SineKernel {
  static func sine(_ z: Double) -> Double {
    let square = z * z
    return z + z * square * polynomial(sineCoefficients, square)
  }

  static func cosine(_ z: Double) -> Double {
    let square = z * z
    return 1 - 0.5 * square + square * square * polynomial(cosineCoefficients, square)
  }

  static func tangent(_ z: Double) -> Double {
    let square = z * z
    guard square > 1e-14 else { return z }
    let over =
      (-1.30936939181383777646e4 * square + 1.15351664838587416140e6) * square
      - 1.79565251976484877988e7
    var under = square + 1.36812963470692954678e4
    under = under * square - 1.32089234440210967447e6
    under = under * square + 2.50083801823357915839e7
    under = under * square - 5.38695755929454629881e7
    return z + z * (square * over / under)
  }

  private typealias Coefficients = InlineArray<6, Double>

  private static func polynomial(_ coefficients: Coefficients, _ x: Double) -> Double {
    var sum = coefficients[0]
    for index in 1..<6 { sum = sum * x + coefficients[index] }
    return sum
  }

  private static let sineCoefficients: Coefficients = [
    1.58962301576546568060e-10, -2.50507477628578072866e-8, 2.75573136213857245213e-6,
    -1.98412698295895385996e-4, 8.33333333332211858878e-3, -1.66666666666666307295e-1,
  ]
  private static let cosineCoefficients: Coefficients = [
    -1.13585365213876817300e-11, 2.08757008419747316778e-9, -2.75573141792967388112e-7,
    2.48015872888517045348e-5, -1.38888888888730564116e-3, 4.16666666666665929218e-2,
  ]
}
