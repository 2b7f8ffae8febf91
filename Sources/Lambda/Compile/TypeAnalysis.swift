import PlainText

/// The types of an expression's nodes, given those of the slots it reads.
///
/// Kapacitor takes a comparison, AND, OR and `!` for booleans without looking inside; whether their
/// operands fit is found when they are evaluated, which a short circuit may prevent. `types` holds
/// what a parent sees, `problems` what evaluating the node would run into.
struct TypeAnalysis {
  private let expression: BoundExpression
  private var types: [NodeType] = []
  private var problems: [Int: LambdaFailure] = [:]
  private(set) var overloads: [Int: Overload] = [:]

  init(_ expression: BoundExpression, slot: (Int) -> NodeType) {
    self.expression = expression
    types.reserveCapacity(expression.nodes.count)
    for (index, node) in expression.nodes.enumerated() {
      let type = self.type(of: node, index, slot: slot)
      types.append(type)
      if case .invalid(let failure) = type { problems[index] = failure }
    }
  }

  subscript(_ index: Int) -> NodeType { types[index] }

  /// What evaluating this node would fail with, whatever the values are.
  func failure(of index: Int) -> LambdaFailure? { problems[index] }

  /// The type of a node that has been found to have one.
  func kind(_ index: Int) -> ValueKind {
    guard case .known(let kind) = types[index] else { return .missing }
    return kind
  }

  private mutating func type(
    of node: BoundNode, _ index: Int, slot: (Int) -> NodeType
  ) -> NodeType {
    switch node.kind {
    case .constant(let value): return .known(value.kind)
    case .slot(let number, _): return slot(number)
    case .pattern: return .known(.regex)
    case .unknownFunction(let name):
      let hint = NearestName.of(name, among: FunctionTable.names).map { "; did you mean \($0)?" }
      return .invalid(LambdaFailure("unknown function \(name)\(hint ?? "")", at: node.place))
    case .unary(let operation, let operand):
      return type(of: operation, operand, index, node)
    case .binary(let operation, let left, let right, _):
      return type(of: operation, left, right, index, node)
    case .call(let name, let overloads, let arguments):
      if case .choose? = overloads.first?.function, arguments.count == 3 {
        return choice(arguments, node)
      }
      return call(name, overloads, arguments, index, node)
    case .stateful(let name, let overloads, _, let argument):
      return stateful(name, overloads, argument, index, node)
    }
  }

  // MARK: - Operators

  private mutating func type(
    of operation: UnaryOperator, _ operand: Int, _ index: Int, _ node: BoundNode
  ) -> NodeType {
    let inner = types[operand]
    if let failure = problem(operation, operand, node) { problems[index] = failure }
    if operation == .not { return .known(.bool) }
    return inner
  }

  private func problem(
    _ operation: UnaryOperator, _ operand: Int, _ node: BoundNode
  ) -> LambdaFailure? {
    switch types[operand] {
    case .unknown: return nil
    case .invalid(let failure): return failure
    case .known(.missing): return missing(operand, node)
    case .known(let kind):
      let isRight =
        operation == .not
        ? kind == .bool : kind == .int || kind == .float || kind == .duration || kind == .bool
      if isRight { return nil }
      return LambdaFailure("\(operation.symbol) cannot take a \(kind.name)", at: node.place)
    }
  }

  private mutating func type(
    of operation: BinaryOperator, _ left: Int, _ right: Int, _ index: Int, _ node: BoundNode
  ) -> NodeType {
    let (type, failure) = pair(operation, left, right, node)
    if operation.family == .math {
      return failure.map(NodeType.invalid) ?? type
    }
    if let failure { problems[index] = failure }
    return .known(.bool)
  }

  private func pair(
    _ operation: BinaryOperator, _ left: Int, _ right: Int, _ node: BoundNode
  ) -> (NodeType, LambdaFailure?) {
    for side in [left, right] {
      if case .invalid(let failure) = types[side] { return (.unknown, failure) }
      if case .known(.missing) = types[side] { return (.unknown, missing(side, node)) }
    }
    switch (types[left], types[right]) {
    case (.known(let leftKind), .known(let rightKind)):
      let isMixed =
        leftKind != rightKind && operation.family == .math && !mayWiden([left, right])
        && leftKind != .duration && rightKind != .duration
      guard let result = Pairing.result(operation, leftKind, rightKind), !isMixed else {
        let message = Pairing.mismatch(operation, leftKind, rightKind)
        return (.unknown, LambdaFailure(message, at: node.place))
      }
      return (.known(result), nil)
    case (.known(let kind), _):
      return possible(operation, node) { Pairing.result(operation, kind, $0) }
    case (_, .known(let kind)):
      return possible(operation, node) { Pairing.result(operation, $0, kind) }
    default:
      return (.unknown, nil)
    }
  }

  /// With one side unknown: whether any type at all would fit there.
  private func possible(
    _ operation: BinaryOperator, _ node: BoundNode, _ result: (ValueKind) -> ValueKind?
  ) -> (NodeType, LambdaFailure?) {
    let all: [ValueKind] = [.float, .int, .bool, .string, .duration, .time, .regex]
    let results = Set(all.compactMap(result))
    if results.isEmpty {
      let failure = LambdaFailure(
        "\(operation.symbol) cannot take this operand, whatever the other one is", at: node.place)
      return (.unknown, failure)
    }
    if results.count == 1, let only = results.first { return (.known(only), nil) }
    return (.unknown, nil)
  }

  func missing(_ index: Int) -> LambdaFailure { missing(index, expression.nodes[index]) }

  private func missing(_ index: Int, _ node: BoundNode) -> LambdaFailure {
    if case .slot(_, let name) = expression.nodes[index].kind {
      let bare = name.hasPrefix("\"") ? String(name.dropFirst().dropLast()) : name
      return LambdaFailure(
        "\(name) is missing", at: expression.nodes[index].place, missing: bare)
    }
    if case .unary(_, let operand) = expression.nodes[index].kind { return missing(operand, node) }
    return LambdaFailure("a value is missing", at: node.place, missing: "")
  }

  // MARK: - Calls

  private mutating func call(
    _ name: String, _ candidates: [Overload], _ arguments: [Int], _ index: Int, _ node: BoundNode
  ) -> NodeType {
    for argument in arguments {
      if case .invalid(let failure) = types[argument] { return .invalid(failure) }
    }
    let given = arguments.map { types[$0] }
    let fitting = candidates.filter { Self.fits($0, given, widening: false) }
    let chosen =
      fitting.isEmpty && mayWiden(arguments)
      ? candidates.filter { Self.fits($0, given, widening: true) } : fitting
    guard let first = chosen.first else {
      for argument in arguments {
        if case .known(.missing) = types[argument] { return .invalid(missing(argument, node)) }
      }
      return .invalid(LambdaFailure(Self.wrong(name, given, candidates), at: node.place))
    }
    overloads[index] = first
    let isSure = !given.contains { if case .unknown = $0 { true } else { false } }
    if isSure || Set(chosen.map(\.result)).count == 1 { return .known(first.result) }
    return .unknown
  }

  private mutating func stateful(
    _ name: String, _ candidates: [Overload], _ argument: Int?, _ index: Int, _ node: BoundNode
  ) -> NodeType {
    guard let argument else { return .known(candidates[0].result) }
    let wanted = candidates[0].parameters[0]
    switch types[argument] {
    case .invalid(let failure): return .invalid(failure)
    case .unknown: break
    case .known(.missing): return .invalid(missing(argument, node))
    case .known(let kind):
      let isKapacitors = node.hasKapacitorState
      guard kind == wanted || kind == .int && wanted == .float && !isKapacitors else {
        return .invalid(
          LambdaFailure("\(name) takes a \(wanted.name), not a \(kind.name)", at: node.place))
      }
    }
    overloads[index] = candidates[0]
    return .known(candidates[0].result)
  }

  private static func fits(_ overload: Overload, _ given: [NodeType], widening: Bool) -> Bool {
    guard overload.parameters.count == given.count else { return false }
    return zip(overload.parameters, given).allSatisfy { parameter, type in
      guard case .known(let kind) = type else { return parameter != .missing }
      return kind == parameter || widening && kind == .int && parameter == .float
    }
  }

  private static func wrong(_ name: String, _ given: [NodeType], _ candidates: [Overload]) -> String
  {
    let types = given.map { type in
      if case .known(let kind) = type { kind.name } else { "any" }
    }
    let signatures = candidates.map(\.signature).sorted().joined(separator: " or ")
    return "\(name) cannot take (\(types.joined(separator: ", "))); it takes \(signatures)"
  }

  /// `if`: a branch that cannot have a value leaves the type to the other one.
  private func choice(_ arguments: [Int], _ node: BoundNode) -> NodeType {
    switch types[arguments[0]] {
    case .known(.bool), .unknown: break
    case .known(.missing): return .invalid(missing(arguments[0], node))
    case .invalid(let failure): return .invalid(failure)
    case .known(let kind):
      return .invalid(
        LambdaFailure("the condition of if is a \(kind.name), not a bool", at: node.place))
    }
    switch (branch(arguments[1], node), branch(arguments[2], node)) {
    case (.known(let first), .known(let second)):
      if first == second { return .known(first) }
      let kinds: Set = [first, second]
      if kinds == [.int, .float], mayWiden(arguments) { return .known(.float) }
      return .invalid(
        LambdaFailure(
          "the branches of if have the types \(first.name) and \(second.name)", at: node.place))
    case (.unknown, _), (_, .unknown): return .unknown
    case (.invalid, .known(let kind)) where mayWiden(arguments): return .known(kind)
    case (.known(let kind), .invalid) where mayWiden(arguments): return .known(kind)
    case (.invalid(let failure), _), (_, .invalid(let failure)): return .invalid(failure)
    }
  }

  /// Whether types may fit that do not fit in Kapacitor; see `BoundNode.hasKapacitorState`.
  private func mayWiden(_ operands: [Int]) -> Bool {
    !operands.contains { expression.nodes[$0].hasKapacitorState }
  }

  private func branch(_ index: Int, _ node: BoundNode) -> NodeType {
    if case .known(.missing) = types[index] { return .invalid(missing(index, node)) }
    return types[index]
  }
}
