import Glibc

/// Where Go's functions differ from the C library's by more than rounding.
enum GoMath {
  static func max(_ x: Double, _ y: Double) -> Double {
    if x == .infinity || y == .infinity { return .infinity }
    if x.isNaN || y.isNaN { return .nan }
    if x == 0, x == y { return x.sign == .minus ? y : x }
    return x > y ? x : y
  }

  static func min(_ x: Double, _ y: Double) -> Double {
    if x == -.infinity || y == -.infinity { return -.infinity }
    if x.isNaN || y.isNaN { return .nan }
    if x == 0, x == y { return x.sign == .minus ? x : y }
    return x < y ? x : y
  }

  /// Go's assembly for amd64 takes a subnormal number's exponent for -1022.
  static func log(_ x: Double) -> Double {
    guard x > 0, x < .leastNormalMagnitude else { return Glibc.log(x) }
    let fraction = Double(bitPattern: x.bitPattern | 0x3FE0_0000_0000_0000)
    return Glibc.log(fraction) - 1022 * 0.693147180559945309417232121458176568
  }

  static func log10(_ x: Double) -> Double {
    log(x) * (1 / 2.30258509299404568401799145468436421)
  }

  /// Go's 10 ** n from tables, exact where the C library's exp10 is.
  static func pow10(_ exponent: Int64) -> Double {
    if exponent < -323 { return 0 }
    if exponent > 308 { return .infinity }
    return GoNumber.float("1e\(exponent)") ?? .nan
  }

  /// jn and yn; orders beyond what the C library takes are those of its largest.
  static func bessel(order: Int64, _ x: Double, isSecondKind: Bool) -> Double {
    let order = Int32(clamping: order)
    return isSecondKind ? Glibc.yn(order, x) : Glibc.jn(order, x)
  }

  static func gamma(_ x: Double) -> Double {
    if x == -.infinity { return .nan }
    return Glibc.tgamma(x)
  }

  static func sin(_ x: Double) -> Double {
    guard x != 0, x.isFinite else { return x.isInfinite ? .nan : x }
    let angle = ReducedAngle(x.magnitude)
    let sine =
      switch angle.octant {
      case 0: SineKernel.sine(angle.rest)
      case 2: SineKernel.cosine(angle.rest)
      case 4: -SineKernel.sine(angle.rest)
      default: -SineKernel.cosine(angle.rest)
      }
    return x < 0 ? -sine : sine
  }

  static func cos(_ x: Double) -> Double {
    guard x.isFinite else { return .nan }
    let angle = ReducedAngle(x.magnitude)
    return switch angle.octant {
    case 0: SineKernel.cosine(angle.rest)
    case 2: -SineKernel.sine(angle.rest)
    case 4: -SineKernel.cosine(angle.rest)
    default: SineKernel.sine(angle.rest)
    }
  }

  static func tan(_ x: Double) -> Double {
    guard x != 0, x.isFinite else { return x.isInfinite ? .nan : x }
    let angle = ReducedAngle(x.magnitude)
    let tangent = SineKernel.tangent(angle.rest)
    let turned = angle.octant & 2 == 0 ? tangent : -1 / tangent
    return x < 0 ? -turned : turned
  }

  static func j0(_ x: Double) -> Double {
    guard x.magnitude >= 2, x.isFinite else { return Glibc.j0(x) }
    return BesselOrderZero.first(x.magnitude)
  }

  static func y0(_ x: Double) -> Double {
    if x >= 2, x.isFinite { return BesselOrderZero.second(x) }
    // By way of Go's logarithm, with its answer for subnormal numbers.
    if x > 0, x <= 0x1p-27 { return -7.38042951086872317523e-02 + (2 / Double.pi) * log(x) }
    return Glibc.y0(x)
  }

  /// `x` to `digits` decimal places, halves away from zero, judged by the exact value of `x`:
  /// the product's rounding error decides where it comes close to a half.
  static func round(_ x: Double, digits: Int64) -> Double {
    guard x.isFinite else { return x }
    if digits > 22 { return x }
    if digits < -308 { return x.sign == .minus ? -0.0 : 0 }
    let power = digits >= 0 ? powersOfTen(digits) : pow10(-digits)
    let scaled = digits >= 0 ? x * power : x / power
    // Beyond 2^52 every number is whole: there is no place behind the point to round.
    guard scaled.isFinite, scaled.magnitude < 4_503_599_627_370_496 else {
      return digits >= 0 ? x : scaled.rounded(.toNearestOrAwayFromZero) * power
    }
    var whole = scaled.rounded(.toNearestOrAwayFromZero)
    if digits > 0, (whole - scaled).magnitude == 0.5 {
      // x * power - scaled, exactly: negative means that the true product lies below the half.
      let error = (-scaled).addingProduct(x, power)
      if whole > 0, error < 0 { whole -= 1 }
      if whole < 0, error > 0 { whole += 1 }
    } else if digits > 0, (scaled - whole).magnitude > 0.4999 {
      let error = (-scaled).addingProduct(x, power)
      // The product was rounded away from a half, or onto the wrong side of it.
      let distance = (scaled - whole) + error
      if distance >= 0.5 { whole += 1 }
      if distance <= -0.5 { whole -= 1 }
    }
    return digits >= 0 ? whole / power : whole * power
  }

  /// Exact up to 10^22.
  private static func powersOfTen(_ digits: Int64) -> Double {
    let small: InlineArray<23, Double> = [
      1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
      1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ]
    return small[Int(digits)]
  }
}
