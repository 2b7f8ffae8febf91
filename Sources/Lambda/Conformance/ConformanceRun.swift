/// Evaluates a conformance vector and compares each answer with the recorded one.
public struct ConformanceRun {
  public enum Verdict: Sendable, Equatable {
    /// The same value and type, or an error where there was one.
    case agrees
    /// A value where Kapacitor had none: an extension, documented in docs/expressions.md.
    case extends(String)
    /// A difference that is meant: a stateful function mentioned twice has two states.
    case meant(String)
    case differs(String)
  }

  private let vector: ConformanceVector

  public init(_ vector: ConformanceVector) {
    self.vector = vector
  }

  /// One verdict per point.
  public func verdicts() -> [Verdict] {
    let ours = answers()
    return zip(vector.answers, ours).map { recorded, ours in
      switch (recorded, ours) {
      case (.error, .error): .agrees
      case (.error(let stage, _), _):
        .extends("\(describe(ours)) where Kapacitor fails at \(stage)")
      default: compare(recorded, ours)
      }
    }
  }

  private func compare(
    _ recorded: ConformanceVector.Answer, _ ours: ConformanceVector.Answer
  ) -> Verdict {
    if recorded == ours { return .agrees }
    if case (.value(.float(let expected)), .value(.float(let value))) = (recorded, ours),
      Self.isClose(expected, value, steps: usesTranscendental ? 4 : 0)
    {
      return .agrees
    }
    let difference = "expected \(describe(recorded)), found \(describe(ours))"
    return mentionsStateTwice ? .meant(difference) : .differs(difference)
  }

  /// What udfd answers.
  public func answers() -> [ConformanceVector.Answer] {
    do throws(LambdaError) {
      return try evaluated()
    } catch {
      return vector.points.map { _ in .error(stage: "define", message: error.description) }
    }
  }

  private func evaluated() throws(LambdaError) -> [ConformanceVector.Answer] {
    let names = try TickVariables.names(vector.variables)
    var layout = LambdaLayout()
    var steps: [(slot: Int, name: String, expression: BoundExpression)] = []
    for (name, text) in vector.preceding {
      let expression = try layout.bind(try LambdaProgram(parsing: text), names: names)
      steps.append((layout.reference(name), name, expression))
    }
    let program = try LambdaProgram(parsing: vector.expression)
    let expression = try layout.bind(program, names: names)
    let zone = (try? LambdaTimeZone(named: vector.timeZone)) ?? .utc
    let machine = LambdaMachine(layout: layout, timeZone: zone)
    // A lambda held in a variable has one state for all groups in Kapacitor.
    let isShared = names.values.contains { if case .expression = $0 { true } else { false } }
    var states: [String: LambdaState] = [:]
    return vector.points.map { point in
      machine.beginBurst()
      machine.setTime(nanoseconds: point.timeNanoseconds)
      for (name, slot) in layout.references {
        let tag = point.tags[name].map(LambdaValue.string)
        machine.set(slot, point.fields[name] ?? tag ?? .missing)
      }
      let group = isShared ? "" : vector.groupBy.map { point.tags[$0] ?? "" }.description
      let state = states[group] ?? LambdaState(for: layout)
      states[group] = state
      for step in steps {
        guard machine.evaluate(step.expression, state) else { return Self.failure(machine) }
        // A field or tag of the point wins over the computed value.
        if point.fields[step.name] == nil, point.tags[step.name] == nil {
          machine.keepResult(in: step.slot)
        }
      }
      guard machine.evaluate(expression, state) else { return Self.failure(machine) }
      return answer(machine.result)
    }
  }

  private static func failure(_ machine: LambdaMachine) -> ConformanceVector.Answer {
    .error(stage: "eval", message: machine.failure?.description ?? "no value")
  }

  private func answer(_ value: LambdaValue) -> ConformanceVector.Answer {
    guard vector.isWhere else {
      // Kapacitor cannot put a time into a field.
      if case .time = value { return .error(stage: "eval", message: "the result is a time") }
      return .value(value)
    }
    guard case .bool(let passes) = value else {
      return .error(stage: "eval", message: "the result is a \(value.kind.name), not a bool")
    }
    return .pass(passes)
  }

  private func describe(_ answer: ConformanceVector.Answer) -> String {
    switch answer {
    case .value(let value): "\(value.kind.name) \(value)"
    case .pass(let passes): "pass \(passes)"
    case .error(_, let message): "the error: \(message)"
    }
  }

  /// Functions that Go and the C library round differently.
  private static let transcendental: Set<String> = [
    "acos", "acosh", "asin", "asinh", "atan", "atan2", "atanh", "cbrt", "cos", "cosh", "erf",
    "erfc", "exp", "exp2", "expm1", "gamma", "hypot", "j0", "j1", "jn", "log", "log10", "log1p",
    "log2", "pow", "sin", "sinh", "tan", "tanh", "y0", "y1", "yn",
  ]

  private var calls: [String] {
    let texts = vector.preceding.map(\.expression) + [vector.expression]
    return texts.flatMap { text in
      ((try? LambdaProgram(parsing: text))?.nodes ?? []).compactMap { node in
        if case .call(let name, _) = node.kind { name } else { nil }
      }
    }
  }

  private var usesTranscendental: Bool { calls.contains(where: Self.transcendental.contains) }

  private var mentionsStateTwice: Bool {
    let mentions = calls.filter { ["count", "sigma", "spread"].contains($0) }
    let variables = vector.variables.contains("lambda:")
    return Set(mentions).count < mentions.count || variables && !mentions.isEmpty
  }

  /// Whether two floats lie at most so many representable numbers apart; NaN equals NaN.
  static func isClose(_ a: Double, _ b: Double, steps: Int64) -> Bool {
    if a.isNaN || b.isNaN { return a.isNaN && b.isNaN }
    if a == b { return a.sign == b.sign || steps > 0 }
    guard a.isFinite, b.isFinite, a.sign == b.sign else { return false }
    return Int64(a.bitPattern & (1 << 63 - 1)).distance(to: Int64(b.bitPattern & (1 << 63 - 1)))
      .magnitude <= steps
  }
}
