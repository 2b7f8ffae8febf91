// Functions, and the two that are no calls: what they do not need is not evaluated.

extension Compiler {
  mutating func emit(
    _ overload: Overload, _ arguments: [Int], into target: Int, at index: Int
  ) {
    switch overload.function {
    case .math1(let function):
      let source = emitFloat(arguments[0])
      emit(.math1, function: function.rawValue, a: target, b: source, at: index)
    case .math2(let function):
      let (x, y) = (emitFloat(arguments[0]), emitFloat(arguments[1]))
      emit(.math2, function: function.rawValue, a: target, b: x, c: y, at: index)
    case .besselFirst, .besselSecond:
      let isSecond = if case .besselSecond = overload.function { UInt8(1) } else { UInt8(0) }
      let (order, x) = (emit(arguments[0]), emitFloat(arguments[1]))
      emit(.bessel, function: isSecond, a: target, b: order, c: x, at: index)
    case .pow10:
      emit(.pow10, a: target, b: emit(arguments[0]), at: index)
    case .roundToDigits:
      let (x, digits) = (emitFloat(arguments[0]), emit(arguments[1]))
      emit(.roundToDigits, a: target, b: x, c: digits, at: index)
    case .text(let function):
      let first = emitInRow(arguments, overload)
      emit(.text, function: function.rawValue, a: target, b: first, at: index)
    case .convert(let function):
      let first = emitInRow(arguments, overload)
      emit(.convert, function: function.rawValue, a: target, b: first, at: index)
    case .regexReplace:
      let first = emitInRow(arguments, overload)
      emit(.regexReplace, a: target, b: first, at: index)
    case .keep:
      emit(arguments[0], into: target)
    case .floatFromInt:
      emit(.floatFromInt, a: target, b: emit(arguments[0]), at: index)
    case .clock(let function):
      emit(.clock, function: function.rawValue, a: target, b: emit(arguments[0]), at: index)
    case .now:
      emit(.now, a: target, at: index)
    case .isPresent:
      emitPresence(arguments[0], into: target, at: index)
    case .choose, .stateful, .batch:
      // Bound to nodes of their own; a wrong number of arguments was found by the types.
      emitFailure(
        LambdaFailure("this call cannot be evaluated", at: expression.nodes[index].place), at: index
      )
    }
  }

  /// Computes arguments into neighbouring registers.
  private mutating func emitInRow(_ arguments: [Int], _ overload: Overload) -> Int {
    let words = overload.parameters.map(\.words)
    let first = allocate(words.reduce(0, +))
    var register = first
    for (argument, (kind, width)) in zip(arguments, zip(overload.parameters, words)) {
      emit(argument, into: register, as: kind)
      register += width
    }
    return first
  }

  /// Whether a value is there is known from the types; what it is computed from still counts
  /// where that has state.
  private mutating func emitPresence(_ argument: Int, into target: Int, at index: Int) {
    let isPresent = types.kind(argument) != .missing
    if isPresent { _ = emit(argument) }
    emit(.move, a: target, b: constant(.bool(isPresent)), at: index)
  }

  /// `if` computes the branch that it takes. The other one is computed as well where it has state,
  /// since Kapacitor advances that too; should it fail, nothing comes of it.
  mutating func emitChoice(_ arguments: [Int], into target: Int, at index: Int) {
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
