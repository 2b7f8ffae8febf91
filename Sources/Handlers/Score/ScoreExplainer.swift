import KapacitorUDF
import Lambda
import ModelRuntime
import UDFWire

/// Evaluates a score UDF's rules for one point after the other and tells every step: what a user
/// needs to see why a point was flagged.
public final class ScoreExplainer {
  public struct Step: Sendable, Equatable {
    /// `when`, `let error`, `model turbine`, `set anomaly_status` ...
    public let name: String
    /// `float 0.31`, or why there is no value.
    public let value: String
  }

  private let setup: ScoreSetup
  private var fields: ScoreFields
  private var groups: [String: LambdaState] = [:]

  /// - Returns: nil for a UDF of another handler.
  /// - Throws: what would refuse the task.
  public init?(_ definition: any UDFDefinition, options mentions: [Option]) throws {
    guard let udf = definition as? ScoreUDF else { return nil }
    let options = try Options(udf.info.options, mentions: mentions)
    setup = try udf.makeSetup(options: options, clock: SystemClock())
    fields = try ScoreFields(setup.plan, setup.machine)
  }

  public func explain(_ point: Point) throws -> [Step] {
    let frame = Request.point(point).frame()
    return try frame.withUnsafeBytes { bytes in
      guard let view = PointView(frame: bytes) else { return [] }
      return try explain(view, group: point.group)
    }
  }

  private func explain(_ view: PointView, group: String) throws -> [Step] {
    let machine = setup.machine
    let plan = setup.plan
    machine.beginBurst()
    try fields.read(view)
    let state = groups[group] ?? LambdaState(for: plan.layout)
    groups[group] = state
    var steps: [Step] = []
    explain(plan.conditionLets, state, &steps)
    if let when = plan.when {
      let isEvaluated = machine.evaluate(when, state)
      let isCondition = machine.resultKind == .bool
      let holds = isEvaluated && isCondition && machine.boolResult
      let why = isEvaluated && !isCondition ? " (it is a \(machine.resultKind.name))" : reason
      steps.append(Step(name: "when", value: holds ? "true" : "false\(why)"))
      guard holds else {
        explain(plan.otherwiseLets, state, &steps)
        explain(plan.otherwise, "otherwise", state, &steps)
        return steps
      }
    }
    explain(plan.featureLets, state, &steps)
    for (model, binding) in zip(setup.models, plan.models) {
      guard explain(model, binding, state, &steps) else { return steps }
    }
    explain(plan.modelLets, state, &steps)
    explain(plan.sets, "set", state, &steps)
    explain(plan.tags, "tag", state, &steps)
    if let emit = plan.emit {
      steps.append(step("emit", evaluated: machine.evaluate(emit, state)))
    }
    return steps
  }

  private var reason: String {
    guard setup.machine.resultKind == .missing, let failure = setup.machine.failure else {
      return ""
    }
    return " (\(failure))"
  }

  private func step(_ name: String, evaluated: Bool) -> Step {
    let machine = setup.machine
    guard evaluated else {
      return Step(name: name, value: "no value: \(machine.failure?.description ?? "unknown")")
    }
    return Step(name: name, value: "\(machine.resultKind.name) \(machine.result)")
  }

  private func explain(
    _ values: [ScorePlan.Value], _ state: LambdaState, _ steps: inout [Step]
  ) {
    for value in values {
      let evaluated = setup.machine.evaluate(value.expression, state)
      steps.append(step("let \(value.name)", evaluated: evaluated))
      if evaluated {
        setup.machine.keepResult(in: value.slot)
      } else {
        setup.machine.setMissing(value.slot)
      }
    }
  }

  private func explain(
    _ outputs: [ScorePlan.Output], _ part: String, _ state: LambdaState, _ steps: inout [Step]
  ) {
    for output in outputs {
      let evaluated = setup.machine.evaluate(output.expression, state)
      steps.append(step("\(part) \(output.name)", evaluated: evaluated))
      if let slot = setup.plan.emitSlots.first(where: { $0.edit == output.edit })?.slot {
        if evaluated { setup.machine.keepResult(in: slot) }
      }
    }
  }

  /// - Returns: whether the model could be asked.
  private func explain(
    _ model: ScoreModel, _ binding: ScorePlan.ModelBinding, _ state: LambdaState,
    _ steps: inout [Step]
  ) -> Bool {
    guard model.fill(row: 0, LambdaCells(state)) else {
      let why = model.failure?.description ?? "an input has no value"
      steps.append(Step(name: "model \(binding.name)", value: "not asked: \(why)"))
      return false
    }
    for (name, value) in model.row(0) {
      steps.append(Step(name: "input \(name)", value: "float \(value)"))
    }
    model.evaluate(count: 1)
    model.answer(row: 0)
    for output in binding.outputs {
      let value = setup.machine.value(of: output.slot)
      steps.append(
        Step(name: "model \(binding.name) \(output.name)", value: "\(value.kind.name) \(value)"))
    }
    return true
  }
}
