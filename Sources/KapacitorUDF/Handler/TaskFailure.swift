/// Ends the task, whatever the UDF's policy for failures is.
///
/// A handler throws it for what makes going on meaningless; Kapacitor stops the task for good and
/// shows the description. It is also what `HandlerOutput.fail` throws under the policy `fail`: let it
/// through.
public struct TaskFailure: Error, Sendable, Equatable, CustomStringConvertible {
  /// One line: what, where, why, what to do.
  public let description: String

  public init(_ description: String) { self.description = description }
}
