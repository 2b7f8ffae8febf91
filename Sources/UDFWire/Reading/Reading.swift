/// What one walk found for one name.
@usableFromInline
struct Reading {
  /// The double's bits, the integer, 0 or 1 for a boolean, the address of a text.
  @usableFromInline var bits: UInt64
  /// A text's length.
  @usableFromInline var count: UInt32
  @usableFromInline var kind: ReadingKind
  /// The masks of all kinds that were found under the name, hidden ones too.
  @usableFromInline var kindsSeen: UInt8

  @inlinable
  init() {
    bits = 0
    count = 0
    kind = .missing
    kindsSeen = 0
  }

  /// Takes one more entry of the name. An entry of the same or a greater kind replaces what there
  /// was.
  @inlinable @inline(__always)
  mutating func take(_ newKind: ReadingKind, _ newBits: UInt64, _ newCount: Int = 0) {
    kindsSeen |= newKind.mask
    if newKind.rawValue >= kind.rawValue {
      kind = newKind
      bits = newBits
      count = UInt32(truncatingIfNeeded: newCount)
    }
  }
}
