/// CityHash64 in its first version (Pike and Alakuijala, 2011), which CatBoost hashes categories with:
/// later versions answer otherwise.
enum CityHash {
  private typealias Pair = (first: UInt64, second: UInt64)

  private static let k0: UInt64 = 0xc3a5_c85c_97cb_3127
  private static let k1: UInt64 = 0xb492_b66f_be98_f273
  private static let k2: UInt64 = 0x9ae1_6a3b_2f90_404f
  private static let k3: UInt64 = 0xc949_d7c7_509e_6557
  private static let multiplier: UInt64 = 0x9ddf_ea08_eb38_2d69

  static func hash(_ text: UnsafeRawBufferPointer) -> UInt64 {
    switch text.count {
    case 0...16: short(text)
    case 17...32: medium(text)
    case 33...64: long(text)
    default: longest(text)
    }
  }

  private static func word(_ text: UnsafeRawBufferPointer, _ offset: Int) -> UInt64 {
    UInt64(littleEndian: text.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  private static func half(_ text: UnsafeRawBufferPointer, _ offset: Int) -> UInt64 {
    UInt64(UInt32(littleEndian: text.loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
  }

  private static func turned(_ value: UInt64, _ bits: Int) -> UInt64 {
    value >> UInt64(bits) | value << UInt64(64 - bits)
  }

  private static func mixed(_ value: UInt64) -> UInt64 { value ^ (value >> 47) }

  /// 64 bits of 128.
  private static func folded(_ low: UInt64, _ high: UInt64) -> UInt64 {
    let a = mixed((low ^ high) &* multiplier)
    return mixed((high ^ a) &* multiplier) &* multiplier
  }

  private static func short(_ text: UnsafeRawBufferPointer) -> UInt64 {
    let count = text.count
    let length = UInt64(count)
    if count > 8 {
      let a = word(text, 0)
      let b = word(text, count - 8)
      return folded(a, turned(b &+ length, count)) ^ b
    }
    if count >= 4 { return folded(length &+ half(text, 0) << 3, half(text, count - 4)) }
    guard count > 0 else { return k2 }
    let y = UInt64(text[0]) + UInt64(text[count >> 1]) << 8
    let z = length + UInt64(text[count - 1]) << 2
    return mixed(y &* k2 ^ z &* k3) &* k2
  }

  private static func medium(_ text: UnsafeRawBufferPointer) -> UInt64 {
    let count = text.count
    let a = word(text, 0) &* k1
    let b = word(text, 8)
    let c = word(text, count - 8) &* k2
    let d = word(text, count - 16) &* k0
    return folded(
      turned(a &- b, 43) &+ turned(c, 30) &+ d,
      a &+ turned(b ^ k3, 20) &- c &+ UInt64(count))
  }

  private static func long(_ text: UnsafeRawBufferPointer) -> UInt64 {
    let count = text.count
    func half(_ a: UInt64, _ z: UInt64, from offset: Int) -> Pair {
      var a = a
      let b = turned(a &+ z, 52)
      var c = turned(a, 37)
      a &+= word(text, offset + 8)
      c &+= turned(a, 7)
      a &+= word(text, offset + 16)
      return (a &+ z, b &+ turned(a, 31) &+ c)
    }
    let v = half(
      word(text, 0) &+ (UInt64(count) &+ word(text, count - 16)) &* k0, word(text, 24), from: 0)
    let w = half(
      word(text, 16) &+ word(text, count - 32), word(text, count - 8), from: count - 32)
    let r = mixed((v.first &+ w.second) &* k2 &+ (w.first &+ v.second) &* k0)
    return mixed(r &* k0 &+ v.second) &* k2
  }

  private static func weak(
    _ text: UnsafeRawBufferPointer, _ offset: Int, _ a: UInt64, _ b: UInt64
  ) -> Pair {
    let z = word(text, offset + 24)
    var a = a &+ word(text, offset)
    var b = turned(b &+ a &+ z, 21)
    let c = a
    a &+= word(text, offset + 8)
    a &+= word(text, offset + 16)
    b &+= turned(a, 44)
    return (a &+ z, b &+ c)
  }

  /// Over 64 bytes: the end first, then blocks of 64.
  private static func longest(_ text: UnsafeRawBufferPointer) -> UInt64 {
    let count = text.count
    let length = UInt64(count)
    var x = word(text, 0)
    var y = word(text, count - 16) ^ k1
    var z = word(text, count - 56) ^ k0
    var v = weak(text, count - 64, length, y)
    var w = weak(text, count - 32, length &* k1, k0)
    z &+= mixed(v.second) &* k1
    x = turned(z &+ x, 39) &* k1
    y = turned(y, 33) &* k1
    for block in stride(from: 0, to: (count - 1) & ~63, by: 64) {
      x = turned(x &+ y &+ v.first &+ word(text, block + 16), 37) &* k1
      y = turned(y &+ v.second &+ word(text, block + 48), 42) &* k1
      x ^= w.second
      y ^= v.first
      z = turned(z ^ w.first, 33)
      v = weak(text, block, v.second &* k1, x &+ w.first)
      w = weak(text, block + 32, z &+ w.second, y)
      swap(&z, &x)
    }
    return folded(
      folded(v.first, w.first) &+ mixed(y) &* k1 &+ z, folded(v.second, w.second) &+ x)
  }
}
