/// Chance that comes out the same when input is repeated: a generator of random numbers that is part of the state.
///
/// Start it with `HandlerContext.seed` and write it into the snapshot. SplitMix64 (Steele, Lea, Flood: Fast Splittable
/// Pseudorandom Number Generators, 2014); not for secrets.
public struct SeededGenerator: RandomNumberGenerator, StateValue, Sendable, Equatable {
  private var state: UInt64

  public init(seed: UInt64) { state = seed }

  public mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = (state ^ (state >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  public func write(to writer: inout StateWriter) { writer.write(state) }

  public init(from reader: inout StateReader) throws { state = try reader.int(UInt64.self) }
}
