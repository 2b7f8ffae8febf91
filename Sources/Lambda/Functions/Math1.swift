import Glibc

/// The functions (float) -> float.
enum Math1: UInt8, Sendable, CaseIterable {
  case abs, acos, acosh, asin, asinh, atan, atanh, cbrt, ceil, cos, cosh, erf, erfc, exp, exp2
  case expm1, floor, gamma, j0, j1, log, log10, log1p, log2, logb, sin, sinh, sqrt, tan, tanh
  case trunc, y0, y1
  case round

  /// Functions as Go computes them, which is what Kapacitor answers.
  @inline(__always)
  func callAsFunction(_ x: Double) -> Double {
    switch self {
    case .abs: x.magnitude
    case .sqrt: x.squareRoot()
    case .floor: x.rounded(.down)
    case .ceil: x.rounded(.up)
    case .trunc: x.rounded(.towardZero)
    case .round: x.rounded(.toNearestOrAwayFromZero)
    default: rarer(x)
    }
  }

  @inline(never)
  private func rarer(_ x: Double) -> Double {
    switch self {
    case .acos: Glibc.acos(x)
    case .acosh: Glibc.acosh(x)
    case .asin: Glibc.asin(x)
    case .asinh: Glibc.asinh(x)
    case .atan: Glibc.atan(x)
    case .atanh: Glibc.atanh(x)
    case .cbrt: Glibc.cbrt(x)
    case .cos: GoMath.cos(x)
    case .cosh: Glibc.cosh(x)
    case .erf: Glibc.erf(x)
    case .erfc: Glibc.erfc(x)
    case .exp: Glibc.exp(x)
    case .exp2: Glibc.exp2(x)
    case .expm1: Glibc.expm1(x)
    case .gamma: GoMath.gamma(x)
    case .j0: GoMath.j0(x)
    case .j1: Glibc.j1(x)
    case .log: GoMath.log(x)
    case .log10: GoMath.log10(x)
    case .log1p: Glibc.log1p(x)
    case .log2: Glibc.log2(x)
    case .logb: Glibc.logb(x)
    case .sin: GoMath.sin(x)
    case .sinh: Glibc.sinh(x)
    case .tan: GoMath.tan(x)
    case .tanh: Glibc.tanh(x)
    case .y0: GoMath.y0(x)
    case .y1: Glibc.y1(x)
    case .abs, .ceil, .floor, .sqrt, .trunc, .round: x  // answered in front
    }
  }
}
