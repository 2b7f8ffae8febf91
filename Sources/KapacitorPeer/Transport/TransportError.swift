/// The operating system refused something: what, why, and what to do about it, in one line.
public struct TransportError: Error, Sendable, Equatable, CustomStringConvertible {
  public let subject: String
  public let cause: String
  public let remedy: String?
  /// Nothing came within the time that was set.
  let isTimeout: Bool

  init(subject: String, cause: String, remedy: String? = nil, isTimeout: Bool = false) {
    self.subject = subject
    self.cause = cause
    self.remedy = remedy
    self.isTimeout = isTimeout
  }

  public var description: String {
    remedy.map { "\(subject): \(cause); \($0)" } ?? "\(subject): \(cause)"
  }
}
