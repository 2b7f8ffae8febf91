import Glibc

/// Welch's two-sided t-test of two samples, whose variances may differ.
struct WelchTest {
  let t: Double
  let pvalue: Double

  init(_ first: MovingStatistics, _ second: MovingStatistics) {
    let a = first.deviation * first.deviation / first.count
    let b = second.deviation * second.deviation / second.count
    var freedom = (a + b) * (a + b) / (a * a / (first.count - 1) + b * b / (second.count - 1))
    // As SciPy has it: without any variance the degrees of freedom do not matter.
    if freedom.isNaN { freedom = 1 }
    t = (first.mean - second.mean) / (a + b).squareRoot()
    pvalue = StudentDistribution.twoSided(t, freedom: freedom)
  }
}

/// Student's distribution, by the incomplete beta function.
enum StudentDistribution {
  /// The probability of a value at least as far from zero.
  static func twoSided(_ t: Double, freedom: Double) -> Double {
    if t.isNaN || freedom.isNaN { return .nan }
    if t.isInfinite { return 0 }
    return incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5)
  }

  /// The regularised incomplete beta function I_x(a, b), by its continued fraction.
  static func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
    if x <= 0 { return 0 }
    if x >= 1 { return 1 }
    var sign: Int32 = 0
    let logBeta = lgamma_r(a + b, &sign) - lgamma_r(a, &sign) - lgamma_r(b, &sign)
    let front = exp(logBeta + a * log(x) + b * log1p(-x))
    // The fraction converges fast on this side of the mean; the other side is its complement.
    if x < (a + 1) / (a + b + 2) { return front * fraction(x, a, b) / a }
    return 1 - front * fraction(1 - x, b, a) / b
  }

  /// Lentz's method.
  private static func fraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    let tiny = 1e-300
    func kept(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
    var c = 1.0
    var d = 1 / kept(1 - (a + b) * x / (a + 1))
    var result = d
    for step in 1...10_000 {
      let m = Double(step)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / kept(1 + even * d)
      c = kept(1 + even / c)
      result *= d * c
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / kept(1 + odd * d)
      c = kept(1 + odd / c)
      let factor = d * c
      result *= factor
      if abs(factor - 1) < 1e-16 { break }
    }
    return result
  }
}
