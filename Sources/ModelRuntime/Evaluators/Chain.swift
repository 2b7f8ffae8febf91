/// Evaluators one after the other, each fed with the outputs of the one before. A row that any of
/// them refuses is NaN in every output, whatever later steps make of it.
struct Chain: Evaluator {
  struct Step: Sendable {
    var rule: InputRule = .anything
    /// One for each column, where columns go to estimators with rules of their own.
    var columnRules: [InputRule]?
    var evaluator: any Evaluator

    var refusesNothing: Bool { rule == .anything && columnRules == nil }

    func refused(_ rows: UnsafePointer<Double>, count: Int) -> UInt64 {
      var refused = rule.refused(rows, count: count, columns: evaluator.inputCount)
      if let columnRules {
        refused |= InputRule.refused(rows, count: count, by: columnRules)
      }
      return refused
    }
  }

  private let steps: [Step]
  /// Of the widest row between two steps.
  private let widest: Int

  /// - Precondition: there is a step, and each reads what the one before it answers.
  init(_ steps: [Step]) {
    var flat: [Step] = []
    for step in steps {
      // A chain within a chain is the same chain, unless it guards rows of its own.
      if let inner = step.evaluator as? Chain, inner.steps.allSatisfy(\.refusesNothing) {
        flat.append(
          Step(
            rule: step.rule, columnRules: step.columnRules,
            evaluator: inner.steps[0].evaluator))
        flat += inner.steps.dropFirst()
      } else {
        flat.append(step)
      }
    }
    precondition(!flat.isEmpty)
    for (index, step) in flat.dropFirst().enumerated() {
      precondition(step.evaluator.inputCount == flat[index].evaluator.outputCount)
    }
    self.steps = flat
    widest = flat.dropLast().map(\.evaluator.outputCount).max() ?? 0
  }

  init(_ evaluators: [any Evaluator]) {
    self.init(evaluators.map { Step(evaluator: $0) })
  }

  var inputCount: Int { steps[0].evaluator.inputCount }
  var outputCount: Int { steps[steps.count - 1].evaluator.outputCount }
  var memoryBytes: Int { steps.reduce(0) { $0 + $1.evaluator.memoryBytes } }

  var kernelDescription: String {
    steps.map(\.evaluator.kernelDescription).filter { !$0.isEmpty }.joined(separator: ", then ")
  }

  func scratchBytes(rows: Int) -> Int {
    2 * betweenBytes(rows) + (steps.map { $0.evaluator.scratchBytes(rows: rows) }.max() ?? 0)
  }

  private func betweenBytes(_ rows: Int) -> Int { Chain.padded(rows * widest * 8) }

  func evaluate(
    rows: UnsafePointer<Double>, count: Int, outputs: UnsafeMutablePointer<Double>,
    scratch: UnsafeMutableRawPointer
  ) {
    let between = betweenBytes(count)
    let stepScratch = scratch + 2 * between
    var refused: UInt64 = 0
    var current = rows
    for index in 0..<steps.count {
      let evaluator = steps[index].evaluator
      refused |= steps[index].refused(current, count: count)
      let target =
        index == steps.count - 1
        ? outputs
        : (scratch + (index & 1) * between).assumingMemoryBound(to: Double.self)
      evaluator.evaluate(rows: current, count: count, outputs: target, scratch: stepScratch)
      current = UnsafePointer(target)
    }
    while refused != 0 {
      let row = refused.trailingZeroBitCount
      refused &= refused - 1
      (outputs + row * outputCount).update(repeating: .nan, count: outputCount)
    }
  }
}
