/// Floats as integers of the same order: `a > b` exactly if `orderedBits(a) > orderedBits(b)`, for
/// all but NaN; both zeros are one. Everything lies strictly between 0 and UInt32.max, which are
/// free to mean below and above all numbers.
@inline(__always)
func orderedBits(_ value: Float) -> UInt32 {
  // -0 + 0 is +0.
  let bits = (value + 0).bitPattern
  // A negative number has all its bits turned, a positive one its sign.
  let flip = UInt32(bitPattern: Int32(bitPattern: bits) >> 31) | 0x8000_0000
  return bits ^ flip
}
