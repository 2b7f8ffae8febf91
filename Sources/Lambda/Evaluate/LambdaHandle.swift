/// An expression for the hot path: naming it counts no references. Whoever makes one keeps the
/// expression alive.
public struct LambdaHandle {
  let expression: Unmanaged<BoundExpression>
  let index: Int

  public init(_ expression: BoundExpression) {
    self.expression = .passUnretained(expression)
    index = expression.index
  }
}

/// A group's state for the hot path; whoever uses it keeps the `LambdaState` alive.
public struct LambdaCells {
  let cells: UnsafeMutablePointer<Unmanaged<StatefulCell>>?

  public init(_ state: LambdaState?) { cells = state?.cells.baseAddress }
}
