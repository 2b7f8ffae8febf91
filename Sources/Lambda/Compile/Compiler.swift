/// Makes the code of an expression for one combination of its slots' types.
///
/// Results and intermediate values live in registers above the slots; a node's value is computed
/// into a register of its parent's choice, or stays where it is (slots and constants).
struct Compiler {
  /// What the code works on.
  enum Form {
    /// One point: branches are jumped over.
    case point
    /// Columns of points (`LambdaColumns`): every branch is computed, and what may fail or is
    /// expensive only where it is taken.
    case columns
  }

  let form: Form
  let expression: BoundExpression
  let types: TypeAnalysis
  let file: RegisterPlan
  var constants: ConstantPool
  var code: [Instruction] = []
  var places: [SourcePlace] = []
  var failures: [LambdaFailure] = []
  var next: Int
  /// For columns: the register of the mask under which code is emitted. The first one is the stage's.
  var mask: Int
  /// For columns: something in the expression only works point by point.
  var isUnsuited = false

  init(
    _ expression: BoundExpression, _ form: Form, kinds: (Int) -> ValueKind, file: RegisterPlan,
    constants: ConstantPool
  ) {
    self.expression = expression
    self.form = form
    types = TypeAnalysis(expression) { .known(kinds($0)) }
    self.file = file
    self.constants = constants
    mask = file.firstTemporary
    next = form == .columns ? file.firstTemporary + 1 : file.firstTemporary
  }

  /// Constants that are not in the pool yet are added to it.
  static func compile(
    _ expression: BoundExpression, kinds: (Int) -> ValueKind, file: RegisterPlan,
    constants: inout ConstantPool
  ) -> Specialisation {
    var compiler = Compiler(expression, .point, kinds: kinds, file: file, constants: constants)
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

  /// The code that computes an expression for columns of points into a slot, and the value's type.
  ///
  /// - Returns: nil where that only works point by point.
  static func compile(
    _ expression: BoundExpression, intoColumn slot: Int, kinds: (Int) -> ValueKind,
    file: RegisterPlan, constants: inout ConstantPool
  ) -> (code: [Instruction], kind: ValueKind)? {
    var compiler = Compiler(expression, .columns, kinds: kinds, file: file, constants: constants)
    let kind = compiler.types.kind(expression.root)
    guard kind != .missing, kind != .regex else { return nil }
    compiler.emit(expression.root, into: slot * 2)
    constants = compiler.constants
    if compiler.overflowed || compiler.isUnsuited { return nil }
    return (compiler.code, kind)
  }

  /// Set where the expression needs more registers, constants or code than can be addressed.
  var overflowed = false

  mutating func replaceByFailure() {
    (code, places, failures) = ([], [], [])
    emitFailure(
      LambdaFailure(
        "the expression is too large", at: expression.nodes[expression.root].place),
      at: expression.root)
  }

  // MARK: - Emitting

  mutating func emit(
    _ operation: Operation, function: UInt8 = 0, a: Int = 0, b: Int = 0, c: Int = 0, at node: Int
  ) {
    guard max(a, b, c) <= Int(UInt16.max), code.count < Int(UInt16.max) else {
      overflowed = true
      return
    }
    if form == .columns, !operation.worksOnColumns { isUnsuited = true }
    code.append(
      Instruction(
        operation: operation, function: function, a: UInt16(a), b: UInt16(b), c: UInt16(c)))
    places.append(expression.nodes[node].place)
  }

  mutating func emitFailure(_ failure: LambdaFailure, at node: Int) {
    failures.append(failure)
    emit(.fail, b: failures.count - 1, at: node)
  }

  /// Why evaluating a node fails whatever the values are: a missing value is no value.
  func failure(of index: Int) -> LambdaFailure? {
    if let failure = types.failure(of: index) { return failure }
    if case .known(.missing) = types[index] { return types.missing(index) }
    return nil
  }

  mutating func aim(_ instruction: Int) {
    guard !overflowed else { return }
    code[instruction].a = UInt16(min(code.count, Int(UInt16.max)))
  }

  mutating func allocate(_ words: Int) -> Int {
    let register = next
    next += words
    if next > file.firstConstant {
      overflowed = true
      next = file.firstTemporary + 8
      return file.firstTemporary
    }
    return register
  }

  mutating func constant(_ value: LambdaValue) -> Int {
    guard let register = constants.register(of: value) else {
      overflowed = true
      return file.firstTemporary
    }
    return register
  }

  /// Computes a node; its value is in the register that is returned.
  mutating func emit(_ index: Int) -> Int {
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
  mutating func emitFloat(_ index: Int) -> Int {
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
  mutating func emit(_ index: Int, into target: Int, as kind: ValueKind) {
    if kind == .float, types.kind(index) == .int {
      let mark = next
      let source = emitFloat(index)
      emit(.move, a: target, b: source, at: index)
      next = mark
    } else {
      emit(index, into: target)
    }
  }

  mutating func emit(_ index: Int, into target: Int) {
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
}
