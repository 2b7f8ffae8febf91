import CKernel

/// Tells a connection from all others, also those of earlier processes whose connections this one may adopt.
public struct ConnectionIdentity: Hashable, Sendable {
  public let number: UInt64

  public init(number: UInt64) { self.number = number }

  /// 64 random bits: two of a million connections meet with a chance of one in thirty million.
  static func unique() -> ConnectionIdentity { ConnectionIdentity(number: .random(in: 1 ... .max)) }

  /// Its name in the fd store: letters, digits and `-`.
  public var storeName: String { "udfd-" + String(number, radix: 16) }
}
