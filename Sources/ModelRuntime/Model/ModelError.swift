import PlainText

/// Why a model cannot be loaded or used: one line that says what, where, why and what to do.
public struct ModelError: Error, Sendable, Equatable {
  public enum Kind: Sendable, Equatable {
    /// The file cannot be opened or read, or changed while it was read.
    case unreadable
    /// No format that udfd knows.
    case unrecognised
    /// A known format or model that udfd does not serve.
    case unsupported
    /// The file names something that no model needs: it is not read any further.
    case refused
    /// The file contradicts itself or ends too early.
    case damaged
    /// The file would take more memory than the limits allow.
    case tooLarge
    /// The model does not fit what the configuration says of it.
    case mismatch
  }

  public var kind: Kind
  /// The file, or the model by its name in the configuration.
  public var subject: String
  public var cause: String
  public var remedy: String?
  /// Where in the file: `byte 1042`, `tree 3, node 17`.
  public var position: String?

  public init(
    _ kind: Kind, subject: String = "model file", cause: String, remedy: String? = nil,
    position: String? = nil
  ) {
    self.kind = kind
    self.subject = subject
    self.cause = cause
    self.remedy = remedy
    self.position = position
  }

  /// The same error about `subject`: loaders know bytes, their callers know the file's name.
  public func about(_ subject: String) -> ModelError {
    var copy = self
    copy.subject = subject
    return copy
  }
}

extension ModelError: CustomStringConvertible {
  public var description: String {
    var line = subject
    if let position { line += ", \(position)" }
    line += ": \(cause)"
    if let remedy { line += "; \(remedy)" }
    return OneLine.escaping(line)
  }
}
