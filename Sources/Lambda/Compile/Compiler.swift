/// Makes the code of an expression for one combination of its slots' types.
///
/// Results and intermediate values live in registers above the slots; a node's value is computed
/// into a register of its parent's choice, or stays where it is (slots and constants).
struct Compiler {
  private let expression: BoundExpression
  private let types: TypeAnalysis
  private let file: RegisterPlan
  private var constants: ConstantPool
  private var code: [Instruction] = []
  private var places: [SourcePlace] = []
  private var failures: [LambdaFailure] = []
  private var next: Int

  private init(
    _ expression: BoundExpression, kinds: (Int) -> ValueKind, file: RegisterPlan,
    constants: ConstantPool
  ) {
    self.expression = expression
    types = TypeAnalysis(expression) { .known(kinds($0)) }
    self.file = file
    self.constants = constants
    next = file.firstTemporary
  }

  /// Constants that are not in the pool yet are added to it.
  static func compile(
    _ expression: BoundExpression, kinds: (Int) -> ValueKind, file: RegisterPlan,
    constants: inout ConstantPool
  ) -> Specialisation {
    var compiler = Compiler(expression, kinds: kinds, file: file, constants: constants)
    let root = expression.root
    var kind = compiler.types.kind(root)
    var result = file.firstTemporary
    if kind == .missing || kind == .regex {
      let failure =
        kind == .regex
        ? LambdaFailure("a regular expression is no value", at: expression.nodes[root].place)
        : compiler.types.failure(of: root) ?? compiler.types.missing(root)
      compiler.emitFailure(failure, at: root)
      kind = .missing
    } else {
      result = compiler.emit(root)
      compiler.emit(.end, at: root)
    }
    constants = compiler.constants
    if compiler.overflowed { compiler.replaceByFailure() }
    let guards = expression.slots.map {
      Specialisation.Guard(slot: Int32($0), kind: kinds($0))
    }
    return Specialisation(
      instructions: compiler.code, places: compiler.places, failures: compiler.failures,
      guards: guards, result: result, kind: kind)
  }

  /// Set where the expression needs more registers, constants or code than can be addressed.
  private var overflowed = false

  private mutating func replaceByFailure() {
    (code, places, failures) = ([], [], [])
    emitFailure(
      LambdaFailure(
        "the expression is too large", at: expression.nodes[expression.root].place),
      at: expression.root)
  }

  // MARK: - Emitting

  private mutating func emit(
    _ operation: Operation, function: UInt8 = 0, a: Int = 0, b: Int = 0, c: Int = 0, at node: Int
  ) {
    guard max(a, b, c) <= Int(UInt16.max), code.count < Int(UInt16.max) else {
      overflowed = true
      return
    }
    code.append(
      Instruction(
        operation: operation, function: function, a: UInt16(a), b: UInt16(b), c: UInt16(c)))
    places.append(expression.nodes[node].place)
  }

  private mutating func emitFailure(_ failure: LambdaFailure, at node: Int) {
    failures.append(failure)
    emit(.fail, b: failures.count - 1, at: node)
  }

  /// Why evaluating a node fails whatever the values are: a missing value is no value.
  private func failure(of index: Int) -> LambdaFailure? {
    if let failure = types.failure(of: index) { return failure }
    if case .known(.missing) = types[index] { return types.missing(index) }
    return nil
  }

  private mutating func aim(_ instruction: Int) {
    guard !overflowed else { return }
    code[instruction].a = UInt16(min(code.count, Int(UInt16.max)))
  }

  private mutating func allocate(_ words: Int) -> Int {
    let register = next
    next += words
    if next > file.firstConstant {
      overflowed = true
      next = file.firstTemporary + 8
      return file.firstTemporary
    }
    return register
  }

  private mutating func constant(_ value: LambdaValue) -> Int {
    guard let register = constants.register(of: value) else {
      overflowed = true
      return file.firstTemporary
    }
    return register
  }

  /// Computes a node; its value is in the register that is returned.
  private mutating func emit(_ index: Int) -> Int {
    if let failure = failure(of: index) {
      emitFailure(failure, at: index)
      return file.firstTemporary
    }
    switch expression.nodes[index].kind {
    case .constant(let value): return constant(value)
    case .slot(let slot, _): return slot * 2
    case .pattern(let number): return constant(.int(Int64(number)))
    default:
      let target = allocate(types.kind(index).words)
      emit(index, into: target)
      return target
    }
  }

  /// Computes a node as a float: ints are converted.
  private mutating func emitFloat(_ index: Int) -> Int {
    guard types.kind(index) == .int, failure(of: index) == nil else { return emit(index) }
    if case .constant(.int(let value)) = expression.nodes[index].kind {
      return constant(.float(Double(value)))
    }
    let target = allocate(1)
    let mark = next
    let source = emit(index)
    emit(.floatFromInt, a: target, b: source, at: index)
    next = mark
    return target
  }

  /// Computes a node into a register, in the type that is wanted there.
  private mutating func emit(_ index: Int, into target: Int, as kind: ValueKind) {
    if kind == .float, types.kind(index) == .int {
      let mark = next
      let source = emitFloat(index)
      emit(.move, a: target, b: source, at: index)
      next = mark
    } else {
      emit(index, into: target)
    }
  }

  private mutating func emit(_ index: Int, into target: Int) {
    if let failure = failure(of: index) { return emitFailure(failure, at: index) }
    let mark = next
    defer { next = mark }
    switch expression.nodes[index].kind {
    case .constant, .slot, .pattern, .unknownFunction:
      let source = emit(index)
      emit(types.kind(index) == .string ? .move2 : .move, a: target, b: source, at: index)
    case .unary(let operation, let operand):
      emit(operation, operand, into: target, at: index)
    case .binary(let operation, let left, let right, let memory):
      if let memory { emitRepetition(of: left, right, memory, at: index) }
      emit(operation, left, right, into: target, at: index)
    case .stateful(_, let overloads, let mention, let argument):
      let wantsFloat = overloads[0].parameters.first == .float
      let source = argument.map { wantsFloat ? emitFloat($0) : emit($0) } ?? 0
      emit(.stateful, a: target, b: source, c: mention, at: index)
    case .call(_, let overloads, let arguments):
      if case .choose? = overloads.first?.function {
        emitChoice(arguments, into: target, at: index)
      } else if let overload = types.overloads[index] {
        emit(overload, arguments, into: target, at: index)
      }
    }
  }

  // MARK: - Operators

  private mutating func emit(
    _ operation: UnaryOperator, _ operand: Int, into target: Int, at index: Int
  ) {
    let source = emit(operand)
    switch types.kind(operand) {
    case .bool: emit(.not, a: target, b: source, at: index)
    case .float: emit(.negateFloat, a: target, b: source, at: index)
    default: emit(.negateInt, a: target, b: source, at: index)
    }
  }

  private mutating func emit(
    _ operation: BinaryOperator, _ left: Int, _ right: Int, into target: Int, at index: Int
  ) {
    if operation.family == .logical {
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
  private mutating func emitRepetition(of left: Int, _ right: Int, _ memory: Int, at index: Int) {
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

  private mutating func emitMatch(
    _ operation: BinaryOperator, _ left: Int, _ right: Int, into target: Int, at index: Int
  ) {
    let (text, pattern) = (emit(left), emit(right))
    emit(operation == .matches ? .matches : .matchesNot, a: target, b: text, c: pattern, at: index)
  }

  /// `>` and `>=` are `<` and `<=` with the operands exchanged.
  private mutating func emitOrdered(
    _ operation: BinaryOperator, _ table: (BinaryOperator) -> Operation, _ first: Int,
    _ second: Int, _ target: Int, _ index: Int
  ) {
    switch operation {
    case .greater: emit(table(.less), a: target, b: second, c: first, at: index)
    case .greaterOrEqual: emit(table(.lessOrEqual), a: target, b: second, c: first, at: index)
    default: emit(table(operation), a: target, b: first, c: second, at: index)
    }
  }

  private mutating func emitDurationFloat(
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

  // MARK: - Calls

  private mutating func emit(
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
  private mutating func emitChoice(_ arguments: [Int], into target: Int, at index: Int) {
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
