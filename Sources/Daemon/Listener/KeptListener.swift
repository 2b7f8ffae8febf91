/// A listening socket in the store's keeping, so that whoever connects while no process is there waits in its queue and is
/// not refused. Its name there says which UDF it is of, and which file it is reached by: a file of another one must never
/// be taken for it.
///
/// Invariant: the descriptor belongs to whoever holds the value; it is used or closed once.
public struct KeptListener: Sendable, Equatable {
  public let udf: String
  public let descriptor: Int32
  let identity: FileIdentity

  private static let prefix = "udfd-listen-"

  /// nil: another kind of name.
  public init?(name: String, descriptor: Int32) {
    guard name.hasPrefix(Self.prefix) else { return nil }
    let parts = name.dropFirst(Self.prefix.count).split(separator: "-")
    guard parts.count == 3, let device = UInt64(parts[1], radix: 16),
      let inode = UInt64(parts[2], radix: 16)
    else { return nil }
    udf = String(parts[0])
    self.descriptor = descriptor
    identity = FileIdentity(device: device, inode: inode)
  }

  /// The name in the store; nil where the UDF's is longer than one may be there.
  static func name(udf: String, _ identity: FileIdentity) -> String? {
    let (device, inode) = (String(identity.device, radix: 16), String(identity.inode, radix: 16))
    let name = "\(prefix)\(udf)-\(device)-\(inode)"
    return DescriptorName.isValid(name) && !udf.contains("-") ? name : nil
  }

  var name: String { Self.name(udf: udf, identity) ?? "" }
}
