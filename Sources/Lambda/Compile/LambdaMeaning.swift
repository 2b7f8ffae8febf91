/// What a bare name stands for.
public enum LambdaMeaning: Sendable {
  /// An option, or anything else that is fixed when a task starts.
  case constant(LambdaValue)
  /// A value that is set or computed for each point: a `let`, a model's output.
  case slot(Int)
  /// A regular expression of TICKscript's `var r = /x/`.
  case pattern(String)
  /// An expression written out at every mention, each with a state of its own.
  case expression(LambdaProgram)
}

/// The meanings of an expression's bare names.
public typealias LambdaNames = [String: LambdaMeaning]
