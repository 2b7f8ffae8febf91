/// What becomes of the frames of the batch that the input is in.
enum InputTurn: UInt8, Sendable {
  /// The handler has them.
  case handled = 1
  /// The handler failed on its Begin and the policy is to pass: they are passed on around it.
  case passed = 2
  /// The handler failed on its Begin and they are left out.
  case dropped = 3
}
