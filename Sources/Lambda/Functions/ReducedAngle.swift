/// An angle reduced to at most pi/4 around a multiple of pi/2, as Go does it: by pi/4 in three parts
/// (Cody and Waite), from 2^29 on with 192 bits of 4/pi chosen by the exponent (Payne and Hanek),
/// of which the last are not exact.
struct ReducedAngle {
  private static let threshold = 536_870_912.0

  /// Eighths of the circle in front of the angle that is left, even, modulo 8.
  let octant: UInt64
  /// What is left, in radians, at most pi/4 in size.
  let rest: Double

  /// - Parameter x: finite, not negative.
  init(_ x: Double) {
    if x >= Self.threshold { self.init(large: x) } else { self.init(small: x) }
  }

  private init(small x: Double) {
    var octant = UInt64(x * (4 / Double.pi))
    octant += octant & 1
    let y = Double(octant)
    self.octant = octant & 7
    // Every operation rounded on its own: fused ones would give other last bits.
    let first = x - y * 7.85398125648498535156e-1
    let second = first - y * 3.77489470793079817668e-8
    rest = second - y * 2.69515142907905952645e-15
  }

  private init(large x: Double) {
    let exponent = Int(x.bitPattern >> 52 & 0x7FF) - 1023 - 52
    let mantissa = x.bitPattern & (1 << 52 - 1) | 1 << 52
    let digit = (exponent + 61) / 64
    let shift = UInt64((exponent + 61) % 64)
    // Swift's shift by 64 yields zero, as Go's does.
    func word(_ index: Int) -> UInt64 {
      Self.digits[index] << shift | Self.digits[index + 1] >> (64 - shift)
    }
    let (z0, z1, z2) = (word(digit), word(digit + 1), word(digit + 2))
    let second = z2.multipliedFullWidth(by: mantissa)
    let first = z1.multipliedFullWidth(by: mantissa)
    let (low, carry) = first.low.addingReportingOverflow(second.high)
    var high = z0 &* mantissa &+ first.high &+ (carry ? 1 : 0)
    var octant = high >> 61
    high = high << 3 | low >> 61
    let zeros = UInt64(high.leadingZeroBitCount)
    let biased = 1023 &- (zeros + 1)
    high = high << (zeros + 1) | low >> (64 - (zeros + 1))
    high >>= 64 - 52
    var fraction = Double(bitPattern: high | biased << 52)
    if octant & 1 == 1 {
      octant = (octant + 1) & 7
      fraction -= 1
    }
    self.octant = octant
    rest = fraction * (Double.pi / 4)
  }

  /// 4/pi in binary, 64 bits behind the point each, the first in front of it.
  private static let digits: InlineArray<20, UInt64> = [
    0x0000_0000_0000_0001, 0x45f3_06dc_9c88_2a53, 0xf84e_afa3_ea69_bb81,
    0xb6c5_2b32_7887_2083, 0xfca2_c757_bd77_8ac3, 0x6e48_dc74_849b_a5c0,
    0x0c92_5dd4_13a3_2439, 0xfc3b_d639_6253_4e7d, 0xd104_6bea_5d76_8909,
    0xd338_e04d_68be_fc82, 0x7323_ac73_06a6_73e9, 0x3908_bf17_7bf2_5076,
    0x3ff1_2fff_bc0b_301f, 0xde5e_2316_b414_da3e, 0xda6c_fd9e_4f96_136e,
    0x9e8c_7ecd_3cbf_d45a, 0xea4f_758f_d7cb_e2f6, 0x7a0e_73ef_14a5_25d4,
    0xd7f6_bf62_3f1a_ba10, 0xac06_608d_f8f6_d757,
  ]
}
