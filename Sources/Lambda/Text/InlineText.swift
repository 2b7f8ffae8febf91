/// Up to 40 bytes of text without an allocation: a number's digits while they are laid out.
struct InlineText {
  private var storage: InlineArray<40, UInt8> = .init(repeating: 0)
  private(set) var count = 0

  subscript(_ index: Int) -> UInt8 { storage[index] }

  mutating func append(_ byte: UInt8) {
    guard count < 40 else { return }
    storage[count] = byte
    count += 1
  }
}
