/// How a reload ended.
public struct ReloadOutcome: Sendable, Equatable {
  public let isApplied: Bool
  /// One line: what changed, or why nothing did.
  public let message: String

  public init(isApplied: Bool, message: String) {
    self.isApplied = isApplied
    self.message = message
  }
}
