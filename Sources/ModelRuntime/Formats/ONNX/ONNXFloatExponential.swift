/// e^x in Float as ONNX Runtime's operator Exp approximates it on x86-64 with AVX and FMA
/// (`core/mlas/lib/compute.cpp`, `TransKernelFma3`), to the last bit: where thousands of exponentials
/// are multiplied by numbers of either sign and summed, as in a Gaussian process, a unit in the last
/// place of one is seen in the sum.
enum ONNXFloatExponential {
  /// Of the powers of what is left of x beside whole multiples of ln 2, from the sixth down to the second. Those
  /// of the first and of the constant are 1.
  private static let polynomial: (Float, Float, Float, Float, Float) = (
    0x1.694000p-10, 0x1.125edcp-7, 0x1.555b5ap-5, 0x1.555450p-3, 0x1.fffff6p-2
  )
  private static let reciprocalLogarithm: Float = 1.44269504088896341
  /// -ln 2 in two parts, the first of which has few digits.
  private static let logarithm: (Float, Float) = (-6.93145752e-1, -1.42860677e-6)
  /// What is added to it is rounded to a whole number.
  private static let rounding: Float = 12_582_912

  static func value(_ value: Float) -> Float {
    guard !value.isNaN else { return value }
    var x = min(max(value, -103.9720840454), 88.7762626647950)
    let whole = rounding.addingProduct(x, reciprocalLogarithm) - rounding
    x.addProduct(whole, logarithm.0)
    x.addProduct(whole, logarithm.1)
    let c = polynomial
    var p = c.1.addingProduct(c.0, x)
    p = c.2.addingProduct(p, x)
    p = c.3.addingProduct(p, x)
    p = c.4.addingProduct(p, x)
    p = Float(1).addingProduct(p, x)
    // The power of two in two parts, so that neither is beyond Float.
    let exponent = Int(whole)
    let normal = min(max(exponent, -126), 127)
    let beyond = power(exponent - normal)
    p = beyond.addingProduct(p, x * beyond)
    return p * power(normal)
  }

  private static func power(_ exponent: Int) -> Float {
    Float(sign: .plus, exponent: exponent, significand: 1)
  }
}
