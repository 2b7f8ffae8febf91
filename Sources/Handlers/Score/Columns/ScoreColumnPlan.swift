import Lambda

/// A `ScorePlan` for many points at once (`LambdaColumns`): every expression has a slot for its values.
struct ScoreColumnPlan {
  /// The stages of a burst. The first is for all points, the last for those where `when` does not
  /// hold, the others for those where it does.
  enum Stage: Int, CaseIterable {
    /// The lets that `when` uses, and `when`.
    case condition
    /// The other lets that need no model, and the models' inputs.
    case features
    /// What comes after the models.
    case answers
    case otherwise
  }

  /// A field or tag that is written from a slot.
  struct Output {
    let edit: Int
    let slot: Int
  }

  private(set) var layout: LambdaLayout
  private(set) var stages: [[ColumnStep]] = Stage.allCases.map { _ in [] }
  private(set) var whenSlot: Int?
  /// By model: the slot of each input.
  private(set) var inputs: [[Int]] = []
  private(set) var sets: [Output] = []
  private(set) var otherwise: [Output] = []
  private(set) var tags: [Output] = []
  private(set) var emitSlot: Int?

  /// nil where the rules need one point after the other: state, aggregates, and a condition for
  /// `emit` that is also judged where the models were not asked.
  init?(_ plan: ScorePlan) {
    guard !plan.layout.isStateful, plan.layout.batchAggregates.isEmpty,
      plan.emit == nil || plan.when == nil
    else { return nil }
    layout = plan.layout
    add(plan.conditionLets, to: .condition)
    if let when = plan.when { whenSlot = add(when, named: "when", to: .condition) }
    add(plan.featureLets, to: .features)
    for model in plan.models {
      inputs.append(
        model.inputs.map { input in
          switch input {
          case .slot(let slot): slot
          case .expression(let expression): add(expression, named: "input", to: .features)
          }
        })
    }
    add(plan.modelLets, to: .answers)
    sets = plan.sets.map { output in
      let slot = plan.emitSlots.first { $0.edit == output.edit }?.slot
      return add(output, to: .answers, slot: slot)
    }
    tags = plan.tags.map { add($0, to: .answers) }
    if let emit = plan.emit { emitSlot = add(emit, named: "emit", to: .answers) }
    add(plan.otherwiseLets, to: .otherwise)
    otherwise = plan.otherwise.map { add($0, to: .otherwise) }
  }

  private mutating func add(_ values: [ScorePlan.Value], to stage: Stage) {
    for value in values {
      stages[stage.rawValue].append(ColumnStep(value.expression, into: value.slot))
    }
  }

  private mutating func add(
    _ expression: BoundExpression, named name: String, to stage: Stage, slot: Int? = nil
  ) -> Int {
    let slot = slot ?? layout.declare(name)
    stages[stage.rawValue].append(ColumnStep(expression, into: slot))
    return slot
  }

  private mutating func add(
    _ output: ScorePlan.Output, to stage: Stage, slot: Int? = nil
  ) -> Output {
    Output(
      edit: output.edit, slot: add(output.expression, named: output.name, to: stage, slot: slot))
  }
}
