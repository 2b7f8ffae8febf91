import Glibc

/// The functions of two numbers.
enum Math2: UInt8, Sendable, CaseIterable {
  case atan2, hypot, max, min, mod, pow

  @inline(__always)
  func callAsFunction(_ x: Double, _ y: Double) -> Double {
    switch self {
    case .max: GoMath.max(x, y)
    case .min: GoMath.min(x, y)
    case .atan2: Glibc.atan2(x, y)
    case .hypot: Glibc.hypot(x, y)
    case .mod: Glibc.fmod(x, y)
    case .pow: Glibc.pow(x, y)
    }
  }
}
