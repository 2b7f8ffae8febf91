/// What is emitted differently for columns of points: there is nothing to jump over, since some points
/// take a branch and others do not.
extension Compiler {
  /// Both sides are computed; the right one under a mask of the points where it counts.
  mutating func emitLogical(
    _ operation: BinaryOperator, _ left: Int, _ right: Int, into target: Int, at index: Int
  ) {
    let first = emit(left)
    var second = first
    emitMasked(where: first, is: operation == .and, at: index) { compiler in
      second = compiler.emit(right)
    }
    emit(operation == .and ? .andWord : .orWord, a: target, b: first, c: second, at: index)
  }

  /// `if`: both branches are computed, each under a mask of the points that take it.
  mutating func emitSelection(_ arguments: [Int], into target: Int, at index: Int) {
    let kind = types.kind(index)
    let condition = emit(arguments[0])
    emitMasked(where: condition, is: false, at: index) { compiler in
      compiler.emit(arguments[2], into: target, as: kind)
    }
    var taken = target
    emitMasked(where: condition, is: true, at: index) { compiler in
      taken = kind == .float ? compiler.emitFloat(arguments[1]) : compiler.emit(arguments[1])
    }
    emit(kind == .string ? .select2 : .select, a: target, b: condition, c: taken, at: index)
  }

  /// Emits `body` so that what needs a mask only works on the points where the condition has a value.
  /// A mask is made only where something in there needs one.
  private mutating func emitMasked(
    where condition: Int, is value: Bool, at index: Int, _ body: (inout Compiler) -> Void
  ) {
    let outer = mask
    let inner = allocate(1)
    let start = code.count
    mask = inner
    body(&self)
    mask = outer
    guard !overflowed, code[start...].contains(where: { $0.operation.needsMask }) else { return }
    // Code for columns has no jumps that this could move away from their aims.
    let narrow = Instruction(
      operation: value ? .maskWhere : .maskUnless, a: UInt16(inner), b: UInt16(condition),
      c: UInt16(outer))
    code.insert(narrow, at: start)
    places.insert(expression.nodes[index].place, at: start)
    emit(.useMask, b: outer, at: index)
  }
}
