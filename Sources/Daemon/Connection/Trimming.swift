/// When a connection's ring pages are given back: a connection goes round its rings however little it carries, and would
/// hold all of their pages after some hours.
public struct Trimming: Sendable, Equatable {
  /// How often a connection is looked at, where it has a turn.
  let intervalNanoseconds: Int64
  /// Who has more traffic, in both directions, would have to ask for the same pages again at once.
  let sparseBytesPerSecond: Double
  /// Input that may be kept for replay; beyond it a checkpoint lets go of it.
  let keptBytes: UInt64
  /// Through which nothing has moved for so long, holds no page of its rings.
  let restNanoseconds: Int64

  public static let `default` = Trimming(
    intervalNanoseconds: 1_000_000_000, sparseBytesPerSecond: 524_288, keptBytes: 64 << 10,
    restNanoseconds: 2_000_000_000)
  /// After every turn: for tests.
  public static let always = Trimming(
    intervalNanoseconds: 0, sparseBytesPerSecond: .infinity, keptBytes: 64 << 10,
    restNanoseconds: 0)
}
