/// What becomes of a point that lacks a field or tag that its handler needs.
public enum MissingPolicy: String, Sendable, CaseIterable {
  case drop
  /// Passed on, with the handler's default outputs where it has some.
  case pass
  /// The task ends with a text that names the field.
  case fail
}
