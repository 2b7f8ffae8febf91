/// What the bytes of a snapshot mean.
///
/// Two handlers can exchange snapshots when their layouts are equal: the version counts changes of
/// the code, the description names what the options decide about the state's shape (a window's size,
/// the fields it is kept for), not thresholds, which may change from one start of a task to the next.
public struct StateLayout: Sendable, Equatable {
  public var version: UInt32
  public var description: String
  /// SHA-256 of the models that the state came about with. Another model warns, no more.
  public var modelDigests: [String]

  public init(version: UInt32, _ description: String = "", modelDigests: [String] = []) {
    self.version = version
    self.description = description
    self.modelDigests = modelDigests
  }

  /// A digest of the description (FNV-1a, 64 bits): it tells layouts apart, it protects nothing.
  var digest: UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in description.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    return hash
  }
}
