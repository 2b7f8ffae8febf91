extension Compiler {
  /// `if` computes the branch that it takes. The other one is computed as well where it has state,
  /// since Kapacitor advances that too; should it fail, nothing comes of it.
  mutating func emitChoice(_ arguments: [Int], into target: Int, at index: Int) {
    if form == .columns { return emitSelection(arguments, into: target, at: index) }
    let kind = types.kind(index)
    let condition = allocate(1)
    emit(arguments[0], into: condition)
    let nodes = expression.nodes
    guard nodes[arguments[1]].isStateful || nodes[arguments[2]].isStateful else {
      let skip = code.count
      emit(.jumpIfFalse, b: condition, at: index)
      emit(arguments[1], into: target, as: kind)
      let end = code.count
      emit(.jump, at: index)
      if !overflowed { aim(skip) }
      emit(arguments[2], into: target, as: kind)
      if !overflowed { aim(end) }
      return
    }
    let shield = allocate(1)
    let results = [allocate(kind.words), allocate(kind.words)]
    for (branch, isTaken) in [(1, true), (2, false)] {
      // With state of Kapacitor's a failure is one, as there: the states must not part.
      let isShielded = !nodes[index].hasKapacitorState
      let guarded = code.count + 1
      if isShielded {
        emit(.saveShield, a: shield, at: index)
        emit(isTaken ? .shieldIfFalse : .shieldIfTrue, b: condition, at: index)
      }
      emit(arguments[branch], into: results[branch - 1], as: kind)
      if isShielded, !overflowed {
        aim(guarded)
        emit(.restoreShield, a: shield, at: index)
      }
    }
    let move: Operation = kind == .string ? .move2 : .move
    let skip = code.count
    emit(.jumpIfFalse, b: condition, at: index)
    emit(move, a: target, b: results[0], at: index)
    let end = code.count
    emit(.jump, at: index)
    if !overflowed { aim(skip) }
    emit(move, a: target, b: results[1], at: index)
    if !overflowed { aim(end) }
  }
}
