/// The Bessel functions of order zero where they oscillate, as Go computes them: near their roots
/// the C library's more exact values differ by more than rounding.
///
/// Method and coefficients are those of FreeBSD's msun, e_j0.c:
/// Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved. Developed at SunPro, a Sun
/// Microsystems, Inc. business. Permission to use, copy, modify, and distribute this software is
/// freely granted, provided that this notice is preserved.
enum BesselOrderZero {
  /// 1 / sqrt(pi)
  private static let scale = 0.564189583547756286948079451560772586

  /// j0(x) for x >= 2.
  static func first(_ x: Double) -> Double {
    let (rising, falling) = shiftedSines(x)
    if x > 0x1p129 { return scale * falling / x.squareRoot() }
    return scale * (p(x) * falling - q(x) * rising) / x.squareRoot()
  }

  /// y0(x) for x >= 2.
  static func second(_ x: Double) -> Double {
    let (rising, falling) = shiftedSines(x)
    if x > 0x1p129 { return scale * rising / x.squareRoot() }
    return scale * (p(x) * rising + q(x) * falling) / x.squareRoot()
  }

  /// sin x - cos x and sin x + cos x; the one that loses digits is had from the other by
  /// (sin x - cos x)(sin x + cos x) = -cos 2x.
  private static func shiftedSines(_ x: Double) -> (rising: Double, falling: Double) {
    let sine = GoMath.sin(x)
    let cosine = GoMath.cos(x)
    var rising = sine - cosine
    var falling = sine + cosine
    if x < Double.greatestFiniteMagnitude / 2 {
      let product = -GoMath.cos(x + x)
      if sine * cosine < 0 { falling = product / rising } else { rising = product / falling }
    }
    return (rising, falling)
  }

  private static func p(_ x: Double) -> Double {
    let z = 1 / (x * x)
    let (over, under) =
      x >= 8
      ? (pOver8, pUnder8)
      : x >= 4.5454
        ? (pOver5, pUnder5)
        : x >= 2.8571 ? (pOver3, pUnder3) : (pOver2, pUnder2)
    return 1 + polynomial(over, z) / (1 + z * polynomial(under, z))
  }

  private static func q(_ x: Double) -> Double {
    let z = 1 / (x * x)
    let (over, under) =
      x >= 8
      ? (qOver8, qUnder8)
      : x >= 4.5454
        ? (qOver5, qUnder5)
        : x >= 2.8571 ? (qOver3, qUnder3) : (qOver2, qUnder2)
    return (-0.125 + polynomial(over, z) / (1 + z * polynomial(under, z))) / x
  }

  private typealias Coefficients = InlineArray<6, Double>

  private static func polynomial(_ coefficients: Coefficients, _ z: Double) -> Double {
    var sum = coefficients[5]
    for index in stride(from: 4, through: 0, by: -1) { sum = coefficients[index] + z * sum }
    return sum
  }

  // Numerators and denominators by the range of x: from 8, from 4.5454, from 2.8571, from 2.
  private static let pOver8: Coefficients = [
    0.00000000000000000000e+00, -7.03124999999900357484e-02, -8.08167041275349795626e+00,
    -2.57063105679704847262e+02, -2.48521641009428822144e+03, -5.25304380490729545272e+03,
  ]
  private static let pUnder8: Coefficients = [
    1.16534364619668181717e+02, 3.83374475364121826715e+03, 4.05978572648472545552e+04,
    1.16752972564375915681e+05, 4.76277284146730962675e+04, 0,
  ]
  private static let pOver5: Coefficients = [
    -1.14125464691894502584e-11, -7.03124940873599280078e-02, -4.15961064470587782438e+00,
    -6.76747652265167261021e+01, -3.31231299649172967747e+02, -3.46433388365604912451e+02,
  ]
  private static let pUnder5: Coefficients = [
    6.07539382692300335975e+01, 1.05125230595704579173e+03, 5.97897094333855784498e+03,
    9.62544514357774460223e+03, 2.40605815922939109441e+03, 0,
  ]
  private static let pOver3: Coefficients = [
    -2.54704601771951915620e-09, -7.03119616381481654654e-02, -2.40903221549529611423e+00,
    -2.19659774734883086467e+01, -5.80791704701737572236e+01, -3.14479470594888503854e+01,
  ]
  private static let pUnder3: Coefficients = [
    3.58560338055209726349e+01, 3.61513983050303863820e+02, 1.19360783792111533330e+03,
    1.12799679856907414432e+03, 1.73580930813335754692e+02, 0,
  ]
  private static let pOver2: Coefficients = [
    -8.87534333032526411254e-08, -7.03030995483624743247e-02, -1.45073846780952986357e+00,
    -7.63569613823527770791e+00, -1.11931668860356747786e+01, -3.23364579351335335033e+00,
  ]
  private static let pUnder2: Coefficients = [
    2.22202997532088808441e+01, 1.36206794218215208048e+02, 2.70470278658083486789e+02,
    1.53875394208320329881e+02, 1.46576176948256193810e+01, 0,
  ]
  private static let qOver8: Coefficients = [
    0.00000000000000000000e+00, 7.32421874999935051953e-02, 1.17682064682252693899e+01,
    5.57673380256401856059e+02, 8.85919720756468632317e+03, 3.70146267776887834771e+04,
  ]
  private static let qUnder8: Coefficients = [
    1.63776026895689824414e+02, 8.09834494656449805916e+03, 1.42538291419120476348e+05,
    8.03309257119514397345e+05, 8.40501579819060512818e+05, -3.43899293537866615225e+05,
  ]
  private static let qOver5: Coefficients = [
    1.84085963594515531381e-11, 7.32421766612684765896e-02, 5.83563508962056953777e+00,
    1.35111577286449829671e+02, 1.02724376596164097464e+03, 1.98997785864605384631e+03,
  ]
  private static let qUnder5: Coefficients = [
    8.27766102236537761883e+01, 2.07781416421392987104e+03, 1.88472887785718085070e+04,
    5.67511122894947329769e+04, 3.59767538425114471465e+04, -5.35434275601944773371e+03,
  ]
  private static let qOver3: Coefficients = [
    4.37741014089738620906e-09, 7.32411180042911447163e-02, 3.34423137516170720929e+00,
    4.26218440745412650017e+01, 1.70808091340565596283e+02, 1.66733948696651168575e+02,
  ]
  private static let qUnder3: Coefficients = [
    4.87588729724587182091e+01, 7.09689221056606015736e+02, 3.70414822620111362994e+03,
    6.46042516752568917582e+03, 2.51633368920368957333e+03, -1.49247451836156386662e+02,
  ]
  private static let qOver2: Coefficients = [
    1.50444444886983272379e-07, 7.32234265963079278272e-02, 1.99819174093815998816e+00,
    1.44956029347885735348e+01, 3.16662317504781540833e+01, 1.62527075710929267416e+01,
  ]
  private static let qUnder2: Coefficients = [
    3.03655848355219184498e+01, 2.69348118608049844624e+02, 8.44783757595320139444e+02,
    8.82935845112488550512e+02, 2.12666388511798828631e+02, -5.31095493882666946917e+00,
  ]
}
