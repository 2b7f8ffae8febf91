/// A fair sample of pairs of numbers in bounded memory (reservoir sampling, seeded: the same replay gives the same
/// picture).
public struct PointSample: Sendable {
  public struct Pair: Sendable, Equatable {
    public let x: Double
    public let y: Double
  }

  public private(set) var pairs: [Pair] = []
  /// How many there were.
  public private(set) var count: UInt64 = 0
  private let limit: Int
  private var random: UInt64 = 0x9e37_79b9_7f4a_7c15

  init(limit: Int) { self.limit = limit }

  mutating func add(x: Double, y: Double) {
    count += 1
    if pairs.count < limit {
      pairs.append(Pair(x: x, y: y))
    } else {
      // xorshift64: plain, and good enough for a picture.
      random ^= random << 13
      random ^= random >> 7
      random ^= random << 17
      let place = random % count
      if place < UInt64(limit) { pairs[Int(place)] = Pair(x: x, y: y) }
    }
  }
}
