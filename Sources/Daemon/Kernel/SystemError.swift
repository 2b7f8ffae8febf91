import Glibc

/// A system call that failed: which one, on what, and why in the system's own words.
public struct SystemError: Error, Equatable, CustomStringConvertible {
  public let call: String
  public let subject: String
  public let code: Int32

  /// - Parameter code: an errno, either as it is or negated as the C shim returns it.
  public init(_ call: String, _ subject: String = "", code: Int32) {
    self.call = call
    self.subject = subject
    self.code = code < 0 ? -code : code
  }

  public var reason: String { String(cString: strerror(code)) }

  public var description: String {
    subject.isEmpty ? "\(call): \(reason)" : "\(call) \(subject): \(reason)"
  }
}
