/// One node of a parsed expression. Nodes live in one array in which children come before their
/// parents, so that most passes are plain loops and releasing a deep tree does not recurse.
struct SyntaxNode: Sendable {
  enum Kind: Sendable {
    case constant(LambdaValue)
    case regex(String)
    /// "name": a field or a tag of the point.
    case reference(String)
    /// A bare name: an option, a value or a model's output. `model.name` where it is qualified.
    case identifier(String)
    case call(name: String, arguments: [Int])
    case unary(UnaryOperator, Int)
    case binary(BinaryOperator, left: Int, right: Int)
  }

  let kind: Kind
  let place: SourcePlace
  /// Levels from here down to the deepest leaf, this one included.
  let depth: Int
}
