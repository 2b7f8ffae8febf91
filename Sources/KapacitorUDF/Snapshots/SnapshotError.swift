/// Why a snapshot cannot be restored. One line; it becomes a warning or the Restore's error.
public struct SnapshotError: Error, Sendable, Equatable, CustomStringConvertible {
  public let description: String

  public init(_ description: String) { self.description = description }

  static let cut = SnapshotError("the snapshot ends before its state does: it is damaged")
}
