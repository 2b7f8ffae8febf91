/// A node whose names are known. Children come before their parents, as in the syntax.
struct BoundNode: Sendable {
  enum Kind: Sendable {
    case constant(LambdaValue)
    /// A field, a tag, a `let` or a model's output, for messages by its name.
    case slot(Int, name: String)
    case pattern(Int)
    case call(name: String, overloads: [Overload], arguments: [Int])
    /// The parameters have been taken off; the value that is left, where there is one.
    case stateful(name: String, overloads: [Overload], mention: Int, argument: Int?)
    /// Told when it is evaluated: Kapacitor, too, notices only then.
    case unknownFunction(String)
    case unary(UnaryOperator, Int)
    /// `memory` is the mention that notices a change of the operands' types; see `TypeMemoryCell`.
    case binary(BinaryOperator, left: Int, right: Int, memory: Int?)
  }

  let kind: Kind
  let place: SourcePlace
  /// Whether a stateful function is called in here.
  let isStateful: Bool
  /// Whether it is one of Kapacitor's own. Then types must fit as they must in Kapacitor: a value
  /// that only udfd has would let the state run ahead of Kapacitor's.
  let hasKapacitorState: Bool
  /// The type where it is the same for all points: literals, comparisons, arithmetic on those.
  let constantKind: ValueKind?
}
