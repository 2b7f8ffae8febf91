import UDFWire

extension HandlerOutput {
  /// A point lacks something that the handler needs: it is counted and, by the UDF's policy, left out
  /// or passed on unchanged.
  ///
  /// - Parameter name: what is missing, such as `field wind_speed`.
  /// - Throws: `TaskFailure` when the policy is to end the task. Let it through.
  public mutating func missing(_ name: @autoclosure () -> String, in point: PointView) throws {
    if try passesMissing(name(), in: point) { pass(point) }
  }

  /// The same for a handler with defaults of its own.
  ///
  /// - Returns: whether the handler is to pass the point on, with its defaults. Otherwise the point has
  ///   been left out.
  /// - Throws: `TaskFailure` when the policy is to end the task. Let it through.
  public mutating func passesMissing(
    _ name: @autoclosure () -> String, in point: PointView
  ) throws -> Bool {
    counters.missing &+= 1
    if log.isEnabled(.debug) { logMissing(name()) }
    switch missingPolicy {
    case .pass: return true
    case .drop:
      drop(point)
      return false
    case .fail:
      throw TaskFailure("a point has no \(name()) (on_missing is fail)")
    }
  }

  /// Each kind of what is missing has lines of its own: `log_level = "debug"` is how one finds out.
  private func logMissing(_ name: String) {
    log.limited(
      .debug, kind: "missing \(name)",
      "a point has no \(name) (on_missing is \(missingPolicy.rawValue))")
  }
}
