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
      emit(
        .text, function: function.rawValue, a: target, b: first, c: overload.wordCounts, at: index)
    case .convert(let function):
      let first = emitInRow(arguments, overload)
      emit(
        .convert, function: function.rawValue, a: target, b: first, c: overload.wordCounts,
        at: index)
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
  mutating func emitInRow(_ arguments: [Int], _ overload: Overload) -> Int {
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
  mutating func emitPresence(_ argument: Int, into target: Int, at index: Int) {
    let isPresent = types.kind(argument) != .missing
    if isPresent { _ = emit(argument) }
    emit(.move, a: target, b: constant(.bool(isPresent)), at: index)
  }
}
