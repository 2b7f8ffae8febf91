extension Compiler {
  mutating func emit(
    _ operation: UnaryOperator, _ operand: Int, into target: Int, at index: Int
  ) {
    let source = emit(operand)
    switch types.kind(operand) {
    case .bool: emit(.not, a: target, b: source, at: index)
    case .float: emit(.negateFloat, a: target, b: source, at: index)
    default: emit(.negateInt, a: target, b: source, at: index)
    }
  }

  mutating func emit(
    _ operation: BinaryOperator, _ left: Int, _ right: Int, into target: Int, at index: Int
  ) {
    if operation.family == .logical {
      if form == .columns { return emitLogical(operation, left, right, into: target, at: index) }
      emit(left, into: target)
      let jump = code.count
      emit(operation == .and ? .jumpIfFalse : .jumpIfTrue, b: target, at: index)
      emit(right, into: target)
      if !overflowed { aim(jump) }
      return
    }
    let (leftKind, rightKind) = (types.kind(left), types.kind(right))
    if leftKind == .float || rightKind == .float {
      if leftKind == .duration || rightKind == .duration {
        return emitDurationFloat(operation, left, right, into: target, at: index)
      }
      let (first, second) = (emitFloat(left), emitFloat(right))
      return emitOrdered(operation, Self.floatOperation, first, second, target, index)
    }
    if operation == .matches || operation == .matchesNot {
      guard case .pattern(let pattern) = expression.nodes[right].kind else {
        // A regular expression that is not a literal: if(c, /a/, /b/).
        return emitMatch(operation, left, right, into: target, at: index)
      }
      let source = emit(left)
      let match: Operation = operation == .matches ? .matches : .matchesNot
      return emit(match, a: target, b: source, c: constant(.int(Int64(pattern))), at: index)
    }
    let (first, second) = (emit(left), emit(right))
    let table = leftKind == .string ? Self.textOperation : Self.wordOperation
    emitOrdered(operation, table, first, second, target, index)
  }

  /// Evaluates the left operand once more where the types have changed; see `TypeMemoryCell`.
  mutating func emitRepetition(of left: Int, _ right: Int, _ memory: Int, at index: Int) {
    let mark = next
    defer { next = mark }
    let kinds = Int64(types.kind(left).rawValue) << 8 | Int64(types.kind(right).rawValue)
    let changed = allocate(1)
    emit(.stateful, a: changed, b: constant(.int(kinds)), c: memory, at: index)
    let skip = code.count
    emit(.jumpIfFalse, b: changed, at: index)
    _ = emit(left)
    if !overflowed { aim(skip) }
  }

  mutating func emitMatch(
    _ operation: BinaryOperator, _ left: Int, _ right: Int, into target: Int, at index: Int
  ) {
    let (text, pattern) = (emit(left), emit(right))
    emit(operation == .matches ? .matches : .matchesNot, a: target, b: text, c: pattern, at: index)
  }

  /// `>` and `>=` are `<` and `<=` with the operands exchanged.
  mutating func emitOrdered(
    _ operation: BinaryOperator, _ table: (BinaryOperator) -> Operation, _ first: Int,
    _ second: Int, _ target: Int, _ index: Int
  ) {
    switch operation {
    case .greater: emit(table(.less), a: target, b: second, c: first, at: index)
    case .greaterOrEqual: emit(table(.lessOrEqual), a: target, b: second, c: first, at: index)
    default: emit(table(operation), a: target, b: first, c: second, at: index)
    }
  }

  mutating func emitDurationFloat(
    _ operation: BinaryOperator, _ left: Int, _ right: Int, into target: Int, at index: Int
  ) {
    let (first, second) = (emit(left), emit(right))
    if operation == .divide {
      emit(.divideDurationFloat, a: target, b: first, c: second, at: index)
    } else if types.kind(left) == .duration {
      emit(.multiplyDurationFloat, a: target, b: first, c: second, at: index)
    } else {
      emit(.multiplyDurationFloat, a: target, b: second, c: first, at: index)
    }
  }

  private static func floatOperation(_ operation: BinaryOperator) -> Operation {
    switch operation {
    case .add: .addFloat
    case .subtract: .subtractFloat
    case .multiply: .multiplyFloat
    case .divide: .divideFloat
    case .less: .lessFloat
    case .lessOrEqual: .lessOrEqualFloat
    case .equal: .equalFloat
    default: .notEqualFloat
    }
  }

  private static func wordOperation(_ operation: BinaryOperator) -> Operation {
    switch operation {
    case .add: .addInt
    case .subtract: .subtractInt
    case .multiply: .multiplyInt
    case .divide: .divideInt
    case .modulo: .moduloInt
    case .less: .lessInt
    case .lessOrEqual: .lessOrEqualInt
    case .equal: .equalWord
    default: .notEqualWord
    }
  }

  private static func textOperation(_ operation: BinaryOperator) -> Operation {
    switch operation {
    case .add: .concatenate
    case .less: .lessText
    case .lessOrEqual: .lessOrEqualText
    case .equal: .equalText
    default: .notEqualText
    }
  }
}
