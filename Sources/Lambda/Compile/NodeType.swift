/// What is known of a node's type.
enum NodeType: Sendable {
  case known(ValueKind)
  /// It depends on a field that has not been seen.
  case unknown
  /// The node cannot have a value, whatever it is asked for.
  case invalid(LambdaFailure)
}
