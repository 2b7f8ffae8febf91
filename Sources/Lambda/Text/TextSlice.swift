import Glibc

/// Borrowed bytes of a text: in the point, in a constant or in the arena. Valid while the point's
/// burst is handled. Bytes, not characters: TICKscript counts bytes and may cut inside a character.
struct TextSlice {
  let start: UnsafePointer<UInt8>
  let count: Int

  subscript(_ index: Int) -> UInt8 { start[index] }

  func dropFirst(_ bytes: Int) -> TextSlice {
    TextSlice(start: start + bytes, count: count - bytes)
  }

  func prefix(_ bytes: Int) -> TextSlice { TextSlice(start: start, count: bytes) }

  /// Bytewise order: negative, zero or positive.
  func compare(_ other: TextSlice) -> Int32 {
    let order = memcmp(start, other.start, min(count, other.count))
    if order != 0 { return order }
    return count == other.count ? 0 : (count < other.count ? -1 : 1)
  }

  static func == (left: TextSlice, right: TextSlice) -> Bool {
    left.count == right.count && memcmp(left.start, right.start, left.count) == 0
  }

  var bytes: [UInt8] { Array(UnsafeBufferPointer(start: start, count: count)) }
  var text: String {
    String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }
}
