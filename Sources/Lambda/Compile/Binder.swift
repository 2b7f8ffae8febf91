import PlainText

/// Resolves the names of an expression: fields to slots, bare names to their meanings, calls to
/// functions.
struct Binder {
  private let program: LambdaProgram
  private let names: LambdaNames
  private var layout: LambdaLayout
  private var nodes: [BoundNode] = []
  /// Expressions being written out, so that none contains itself without end.
  private let expansionDepth: Int

  private init(
    _ program: LambdaProgram, _ names: LambdaNames, _ layout: LambdaLayout, expansionDepth: Int
  ) {
    self.program = program
    self.names = names
    self.layout = layout
    self.expansionDepth = expansionDepth
  }

  static func bind(
    _ program: LambdaProgram, names: LambdaNames, layout: inout LambdaLayout
  ) throws(LambdaError) -> BoundExpression {
    let (expression, bound) = try bind(program, names: names, layout, expansionDepth: 0)
    layout = bound
    return expression
  }

  private static func bind(
    _ program: LambdaProgram, names: LambdaNames, _ layout: LambdaLayout, expansionDepth: Int
  ) throws(LambdaError) -> (BoundExpression, LambdaLayout) {
    var binder = Binder(program, names, layout, expansionDepth: expansionDepth)
    _ = try binder.bind(program.root)
    let index = binder.layout.nextExpression()
    let expression = BoundExpression(text: program.text, nodes: binder.nodes, index: index)
    return (expression, binder.layout)
  }

  private mutating func add(
    _ kind: BoundNode.Kind, _ place: SourcePlace, over children: [Int] = [],
    state: StatefulName? = nil, constantKind: ValueKind? = nil
  ) throws(LambdaError) -> Int {
    guard nodes.count < LambdaLimits.maximumNodes,
      layout.slotCount < LambdaLayout.maximumSlots
    else { throw LambdaError(at: place, "the expression has too many parts or names") }
    nodes.append(
      BoundNode(
        kind: kind, place: place,
        isStateful: state != nil || children.contains { nodes[$0].isStateful },
        hasKapacitorState: state?.isKapacitors ?? false
          || children.contains { nodes[$0].hasKapacitorState },
        constantKind: constantKind))
    return nodes.count - 1
  }

  /// The recursion is as deep as the tree, which `LambdaLimits.maximumDepth` bounds.
  private mutating func bind(_ index: Int) throws(LambdaError) -> Int {
    let node = program.nodes[index]
    switch node.kind {
    case .constant(let value):
      return try add(.constant(value), node.place, constantKind: value.kind)
    case .regex(let pattern):
      return try bind(pattern: pattern, node.place)
    case .reference(let name):
      return try add(.slot(layout.reference(name), name: "\"\(name)\""), node.place)
    case .identifier(let name):
      return try bind(identifier: name, node.place)
    case .call(let name, let arguments):
      return try bind(call: name, arguments, node.place)
    case .unary(let operation, let operand):
      let bound = try bind(operand)
      let kind: ValueKind? = operation == .not ? .bool : nodes[bound].constantKind
      return try add(.unary(operation, bound), node.place, over: [bound], constantKind: kind)
    case .binary(let operation, let left, let right):
      return try bind(operation, left, right, node.place)
    }
  }

  private mutating func bind(pattern: String, _ place: SourcePlace) throws(LambdaError) -> Int {
    let number: Int
    do throws(PatternError) {
      number = try layout.pattern(pattern)
    } catch {
      throw LambdaError(at: place, "the regular expression does not compile: \(error.message)")
    }
    return try add(.pattern(number), place, constantKind: .regex)
  }

  private mutating func bind(
    _ operation: BinaryOperator, _ left: Int, _ right: Int, _ place: SourcePlace
  ) throws(LambdaError) -> Int {
    let boundLeft = try bind(left)
    let boundRight = try bind(right)
    let leftKind = nodes[boundLeft].constantKind
    let rightKind = nodes[boundRight].constantKind
    var constant: ValueKind? = operation.family == .math ? nil : .bool
    if let leftKind, let rightKind {
      // Neither side depends on the point: Kapacitor refuses such a task when it starts.
      guard let result = Pairing.result(operation, leftKind, rightKind) else {
        throw LambdaError(at: place, Pairing.mismatch(operation, leftKind, rightKind))
      }
      constant = result
    }
    let remembers =
      operation.family == .math && nodes[boundLeft].hasKapacitorState && rightKind == nil
    let memory = remembers ? layout.mention(.typeMemory) : nil
    return try add(
      .binary(operation, left: boundLeft, right: boundRight, memory: memory), place,
      over: [boundLeft, boundRight], constantKind: constant)
  }

  private mutating func bind(
    identifier name: String, _ place: SourcePlace
  ) throws(LambdaError) -> Int {
    guard let meaning = names[name] else { throw unknown(name, place) }
    switch meaning {
    case .constant(let value):
      return try add(.constant(value), place, constantKind: value.kind)
    case .slot(let slot):
      return try add(.slot(slot, name: name), place)
    case .pattern(let pattern):
      return try bind(pattern: pattern, place)
    case .expression(let program):
      return try expand(program, place)
    }
  }

  private func unknown(_ name: String, _ place: SourcePlace) -> LambdaError {
    let known = names.keys.sorted()
    let expected = known.isEmpty ? "" : "one of \(known.prefix(12).joined(separator: ", "))"
    var message = "unknown name \(name); a field is written \"\(name)\""
    if name == "true" || name == "false" {
      message = "unknown name \(name); it is written \(name == "true" ? "TRUE" : "FALSE")"
    } else if let nearest = NearestName.of(name, among: known) {
      message = "unknown name \(name); did you mean \(nearest)? A field is written \"\(name)\""
    }
    return LambdaError(at: place, message, expected: expected)
  }

  /// Writes another expression's nodes out in place of its name.
  private mutating func expand(
    _ other: LambdaProgram, _ place: SourcePlace
  ) throws(LambdaError) -> Int {
    guard expansionDepth < 8 else { throw LambdaError(at: place, "names that mean each other") }
    var binder = Binder(other, names, layout, expansionDepth: expansionDepth + 1)
    binder.nodes = nodes
    let root = try binder.bind(other.root)
    nodes = binder.nodes
    layout = binder.layout
    return root
  }

  // MARK: - Calls

  private mutating func bind(
    call name: String, _ arguments: [Int], _ place: SourcePlace
  ) throws(LambdaError) -> Int {
    guard let overloads = FunctionTable.overloads(of: name) else {
      if let slot = try classOutput(name, arguments, place) { return slot }
      return try add(.unknownFunction(name), place)
    }
    switch overloads[0].function {
    case .stateful(let function):
      return try bind(function, overloads, arguments, place)
    case .batch(let function):
      return try bind(function, overloads, arguments, place)
    default:
      var bound: [Int] = []
      for argument in arguments { bound.append(try bind(argument)) }
      return try add(
        .call(name: name, overloads: overloads, arguments: bound), place, over: bound)
    }
  }

  /// `probability(1)`, `probability('low')`, `turbine.probability(low)`: the output of that name.
  private mutating func classOutput(
    _ name: String, _ arguments: [Int], _ place: SourcePlace
  ) throws(LambdaError) -> Int? {
    let prefix = name + "("
    let outputs = names.keys.filter { $0.hasPrefix(prefix) }.sorted()
    guard !outputs.isEmpty else { return nil }
    guard arguments.count == 1, let label = className(arguments[0]) else {
      throw LambdaError(
        at: place, "\(name) takes the name of one class",
        expected: outputs.prefix(12).joined(separator: ", "))
    }
    guard case .slot(let slot) = names["\(prefix)\(label))"] else {
      throw LambdaError(
        at: place, "the model has no output \(prefix)\(label))",
        expected: "one of \(outputs.prefix(12).joined(separator: ", "))")
    }
    return try add(.slot(slot, name: "\(prefix)\(label))"), place)
  }

  private func className(_ index: Int) -> String? {
    switch program.nodes[index].kind {
    case .constant(let value): return value.description
    case .identifier(let name): return name
    case .unary(.minus, let operand): return className(operand).map { "-\($0)" }
    default: return nil
    }
  }

  private mutating func bind(
    _ function: StatefulName, _ overloads: [Overload], _ arguments: [Int], _ place: SourcePlace
  ) throws(LambdaError) -> Int {
    guard overloads.contains(where: { $0.parameters.count == arguments.count }) else {
      // Kept for evaluation, where it fails: Kapacitor notices a wrong count only then.
      var bound: [Int] = []
      for argument in arguments { bound.append(try bind(argument)) }
      return try add(
        .call(name: function.rawValue, overloads: overloads, arguments: bound), place, over: bound)
    }
    let argument = function.valueCount == 1 ? try bind(arguments[0]) : nil
    var parameters: [LambdaValue] = []
    for index in arguments.dropFirst(function.valueCount) {
      parameters.append(try constant(index, of: function.rawValue))
    }
    let reader = StatefulParameters(name: function, values: parameters, place: place)
    let mention = layout.mention(try reader.function())
    return try add(
      .stateful(
        name: function.rawValue, overloads: overloads, mention: mention, argument: argument),
      place, over: argument.map { [$0] } ?? [], state: function)
  }

  private mutating func bind(
    _ function: BatchFunction, _ overloads: [Overload], _ arguments: [Int], _ place: SourcePlace
  ) throws(LambdaError) -> Int {
    guard overloads.contains(where: { $0.parameters.count == arguments.count }) else {
      throw LambdaError(
        at: place, "\(function.rawValue) takes \(overloads[0].parameters.count) arguments")
    }
    var q = 0.5
    if function == .batchQuantile {
      guard case .float(let value) = try constant(arguments[1], of: function.rawValue),
        (0...1).contains(value)
      else {
        throw LambdaError(
          at: place, "the quantile is not between 0 and 1", expected: "a float such as 0.95")
      }
      q = value
    }
    var argument: BoundExpression?
    if function != .batchCount {
      var binder = Binder(program, names, layout, expansionDepth: expansionDepth)
      _ = try binder.bind(arguments[0])
      let index = binder.layout.nextExpression()
      guard !binder.nodes[binder.nodes.count - 1].isStateful else {
        throw LambdaError(at: place, "\(function.rawValue) cannot contain a function with state")
      }
      argument = BoundExpression(text: program.text, nodes: binder.nodes, index: index)
      layout = binder.layout
    }
    let slot = layout.aggregate(function, of: argument, q: q)
    return try add(.slot(slot, name: function.rawValue), place)
  }

  /// A literal, an option, or one of them with a sign.
  private func constant(_ index: Int, of function: String) throws(LambdaError) -> LambdaValue {
    let node = program.nodes[index]
    switch node.kind {
    case .constant(let value): return value
    case .identifier(let name):
      if case .constant(let value)? = names[name] { return value }
      if names[name] == nil { throw unknown(name, node.place) }
    case .unary(.minus, let operand):
      switch try constant(operand, of: function) {
      case .int(let value): return .int(0 &- value)
      case .float(let value): return .float(-value)
      case .duration(let value): return .duration(nanoseconds: 0 &- value)
      default: break
      }
    default: break
    }
    throw LambdaError(
      at: node.place, "this argument of \(function) must be the same for all points",
      expected: "a number, a duration or an option")
  }
}

extension LambdaLayout {
  /// Binds an expression: its fields get slots, its stateful mentions states of their own.
  public mutating func bind(
    _ program: LambdaProgram, names: LambdaNames = [:]
  ) throws(LambdaError) -> BoundExpression {
    try Binder.bind(program, names: names, layout: &self)
  }
}
