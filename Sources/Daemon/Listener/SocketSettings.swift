/// Where a UDF listens and who may connect.
public struct SocketSettings: Sendable, Equatable {
  public var path: String
  /// Permission bits of the socket file.
  public var mode: UInt32
  /// User and group by name or number; nil: those of the process.
  public var owner: String?
  public var group: String?

  public init(path: String, mode: UInt32 = 0o660, owner: String? = nil, group: String? = nil) {
    self.path = path
    self.mode = mode
    self.owner = owner
    self.group = group
  }
}
