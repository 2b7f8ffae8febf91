import UDFWire

/// What becomes of a point that lacks a field or tag that its handler needs.
public enum MissingPolicy: String, Sendable, CaseIterable {
  case drop
  /// Passed on, with the handler's default outputs where it has some.
  case pass
  /// The task ends with a text that names the field.
  case fail
}

extension HandlerOutput {
  /// Counts a field or tag that a point should have had.
  ///
  /// - Returns: whether the handler is to pass the point on with its defaults. Otherwise the point has
  ///   been dropped.
  /// - Throws: `TaskFailure` under the policy `fail`. Let it through.
  public mutating func passesMissing(
    _ name: @autoclosure () -> String, in point: PointView, _ policy: MissingPolicy
  ) throws -> Bool {
    counters.missing &+= 1
    switch policy {
    case .pass: return true
    case .drop:
      drop(point)
      return false
    case .fail:
      throw TaskFailure("a point has no \(name()) (on_missing is fail)")
    }
  }
}
