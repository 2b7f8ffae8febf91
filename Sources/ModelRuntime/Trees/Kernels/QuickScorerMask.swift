import CProcessor

/// The leaves of a tree as bits.
protocol QuickScorerMask: FixedWidthInteger, UnsignedInteger, BitwiseCopyable, Sendable {
  /// The number of the lowest bit that is set. One is: a row reaches some leaf.
  var lowestBit: Int { get }
}

extension UInt32: QuickScorerMask {
  @inline(__always) var lowestBit: Int { Int(lowest_bit_32(self)) }
}

extension UInt64: QuickScorerMask {
  @inline(__always) var lowestBit: Int { Int(lowest_bit_64(self)) }
}
