import Lambda
import PlainText
import Settings

/// Makes a `ScorePlan` from rules, options and the shapes of the models.
struct ScorePlanner {
  private let rules: ScoreRules
  private let shapes: [ScoreModelShape]
  private var names: LambdaNames
  private var plan = ScorePlan()
  /// Types that are known before any point is.
  private var kinds: [Int: ValueKind] = [0: .time]
  /// Slots whose values only come from a model, or from a let that needs one.
  private var modelSlots: Set<Int> = []
  /// The bound lets, and what each needs beyond fields.
  private var lets: [ScorePlan.Value] = []

  static func plan(
    _ rules: ScoreRules, constants: LambdaNames, models: [ScoreModelShape]
  ) throws(SettingError) -> ScorePlan {
    var planner = ScorePlanner(rules: rules, shapes: models, names: constants)
    try planner.bindModelOutputs()
    try planner.bindLets()
    try planner.bindWhen()
    try planner.bindInputs()
    try planner.bindOutputs()
    try planner.bindEmit()
    planner.dropUnusedOutputs()
    return planner.plan
  }

  private init(rules: ScoreRules, shapes: [ScoreModelShape], names: LambdaNames) {
    self.rules = rules
    self.shapes = shapes
    self.names = names
  }

  // MARK: - Names

  private mutating func bindModelOutputs() throws(SettingError) {
    for shape in shapes {
      var outputs: [(name: String, slot: Int)] = []
      for output in shape.outputs {
        let slot = plan.layout.declare(output.name)
        kinds[slot] = ScoreModelShape.kind(output)
        modelSlots.insert(slot)
        outputs.append((output.name, slot))
        names["\(shape.name).\(output.name)"] = .slot(slot)
        if shapes.count == 1 {
          if names[output.name] != nil {
            throw rules.table.error(
              DeclaredOptions.key.name,
              "the option \(output.name) is also the name of an output of model \(shape.name)",
              remedy: "give the option another name")
          }
          names[output.name] = .slot(slot)
        }
      }
      plan.models.append(
        ScorePlan.ModelBinding(name: shape.name, inputs: [], outputs: outputs))
    }
  }

  private mutating func bind(
    _ expression: ScoreExpression, _ names: LambdaNames
  ) throws(SettingError) -> (BoundExpression, ValueKind?) {
    do throws(LambdaError) {
      let bound = try plan.layout.bind(expression.program, names: names)
      for aggregate in plan.layout.batchAggregates {
        kinds[aggregate.slot] = aggregate.function == .batchCount ? .int : .float
      }
      let kind = try bound.check(kinds: kinds)
      try checkAggregates()
      return (bound, kind)
    } catch {
      throw expression.error(error)
    }
  }

  /// An aggregate is computed before the first point is answered: it can only know fields.
  private func checkAggregates() throws(LambdaError) {
    guard let aggregate = plan.layout.batchAggregates.last else { return }
    let function = aggregate.function.rawValue
    guard rules.edge != .streamToStream else {
      throw LambdaError(
        column: 1, message: "\(function) needs a batch", expected: "edge = \"batch->batch\"")
    }
    guard let argument = aggregate.argument else { return }
    let fields = Set(plan.layout.references.map(\.slot) + [0])
    if !fields.isSuperset(of: argument.slots) {
      throw LambdaError(
        column: 1, message: "\(function) can only use fields, tags and options")
    }
    _ = try argument.check(kinds: kinds)
  }

  private mutating func bindLets() throws(SettingError) {
    for expression in rules.lets {
      guard names[expression.name] == nil else {
        throw expression.setting.error(
          "\(expression.name) is already the name of an option or of a model's output",
          remedy: "give the let another name")
      }
      let (bound, kind) = try bind(expression, names)
      let slot = plan.layout.declare(expression.name)
      if let kind { kinds[slot] = kind }
      if bound.slots.contains(where: modelSlots.contains) { modelSlots.insert(slot) }
      names[expression.name] = .slot(slot)
      lets.append(ScorePlan.Value(name: expression.name, expression: bound, slot: slot))
    }
    plan.modelLets = lets.filter { modelSlots.contains($0.slot) }
  }

  /// The lets that expressions use, with those that these use, in order; none needs a model.
  private func needed(by expressions: [BoundExpression]) -> [ScorePlan.Value] {
    var slots = Set(expressions.flatMap(\.slots))
    for value in lets.reversed() where slots.contains(value.slot) {
      slots.formUnion(value.expression.slots)
    }
    return lets.filter { slots.contains($0.slot) && !modelSlots.contains($0.slot) }
  }

  private func refuseModel(
    _ bound: BoundExpression, _ expression: ScoreExpression, _ where: String
  ) throws(SettingError) {
    if bound.slots.contains(where: modelSlots.contains) {
      throw expression.setting.error(
        "\(`where`) cannot use what a model answers, or a let that does: the model has not been asked"
      )
    }
  }

  // MARK: - Conditions and inputs

  private mutating func bindWhen() throws(SettingError) {
    var early: [ScorePlan.Value] = []
    if let when = rules.when {
      let bound = try condition(when)
      try refuseModel(bound, when, "when")
      plan.when = bound
      early = needed(by: [bound])
    }
    plan.conditionLets = early
    let done = Set(early.map(\.slot))
    plan.featureLets = lets.filter { !modelSlots.contains($0.slot) && !done.contains($0.slot) }
  }

  private mutating func condition(
    _ expression: ScoreExpression
  ) throws(SettingError) -> BoundExpression {
    let (bound, kind) = try bind(expression, names)
    if let kind, kind != .bool {
      throw expression.setting.error("a condition is a bool, this is a \(kind.name)")
    }
    return bound
  }

  private mutating func bindInputs() throws(SettingError) {
    var unused = Set(rules.inputs.map(\.name))
    for (number, shape) in shapes.enumerated() {
      var inputs: [ScorePlan.Input] = []
      for (column, input) in shape.inputs.enumerated() {
        guard let name = input.name else {
          throw rules.table.error(
            ScoreKeys.model.name,
            "input \(column + 1) of \(shape.inputs.count) of model \(shape.name) has no name",
            remedy:
              "name them in the order of training: inputs = [...] under [models.\(shape.name)]")
        }
        guard let expression = rules.inputs.first(where: { $0.name == name }) else {
          inputs.append(.slot(plan.layout.reference(name)))
          continue
        }
        unused.remove(name)
        let (bound, kind) = try bind(expression, names)
        try refuseModel(bound, expression, "an input")
        if let kind, kind != .int, kind != (input.kind == .category ? .string : .float) {
          let wanted = input.kind == .category ? "this input is a category" : "an input is a number"
          throw expression.setting.error("\(wanted), this is a \(kind.name)")
        }
        inputs.append(.expression(bound))
      }
      plan.models[number] = ScorePlan.ModelBinding(
        name: shape.name, inputs: inputs, outputs: plan.models[number].outputs)
    }
    if let name = unused.sorted().first,
      let expression = rules.inputs.first(where: { $0.name == name })
    {
      let known = shapes.flatMap { $0.inputs.compactMap(\.name) }
      throw expression.setting.error(
        "no model has an input \(name)",
        remedy: known.isEmpty
          ? "name a model" : NearestName.suggestion(for: name, among: known))
    }
  }

  // MARK: - Outputs

  private mutating func bindOutputs() throws(SettingError) {
    plan.sets = try outputs(rules.sets, isOtherwise: false)
    plan.otherwise = try outputs(rules.otherwise, isOtherwise: true)
    plan.otherwiseLets = needed(by: plan.otherwise.map(\.expression))
      .filter { value in !plan.conditionLets.contains { $0.slot == value.slot } }
    for (name, value) in rules.defaults {
      plan.defaults[edit(name, among: \.writtenFields)] = value
    }
    for expression in rules.tags {
      let (bound, kind) = try bind(expression, names)
      if let kind, kind != .string {
        throw expression.setting.error(
          "a tag is a string, this is a \(kind.name)", remedy: "use string(...)")
      }
      plan.tags.append(
        ScorePlan.Output(
          name: expression.name, expression: bound,
          edit: edit(expression.name, among: \.writtenTags)))
    }
    let setTags = Set(rules.tags.map(\.name))
    for name in rules.removed {
      plan.removedFields.append(edit(name, among: \.writtenFields))
      if !setTags.contains(name) { plan.removedTags.append(edit(name, among: \.writtenTags)) }
    }
  }

  private mutating func outputs(
    _ expressions: [ScoreExpression], isOtherwise: Bool
  ) throws(SettingError) -> [ScorePlan.Output] {
    var outputs: [ScorePlan.Output] = []
    for expression in expressions {
      let (bound, kind) = try bind(expression, names)
      if isOtherwise { try refuseModel(bound, expression, "otherwise") }
      if let kind, kind == .duration || kind == .time || kind == .regex {
        throw expression.setting.error(
          "a field cannot hold a \(kind.name)",
          remedy: kind == .time ? "use unixNano(...)" : "divide it by a unit, as in ... / 1s")
      }
      outputs.append(
        ScorePlan.Output(
          name: expression.name, expression: bound,
          edit: edit(expression.name, among: \.writtenFields)))
    }
    return outputs
  }

  private mutating func edit(
    _ name: String, among list: WritableKeyPath<ScorePlan, [String]>
  ) -> Int {
    if let index = plan[keyPath: list].firstIndex(of: name) { return index }
    plan[keyPath: list].append(name)
    return plan[keyPath: list].count - 1
  }

  private mutating func bindEmit() throws(SettingError) {
    guard case .condition(let expression) = rules.emit else { return }
    for output in plan.sets where !plan.emitSlots.contains(where: { $0.edit == output.edit }) {
      let slot = plan.layout.declare(output.name)
      plan.emitSlots.append((output.edit, slot))
      names[output.name] = .slot(slot)
    }
    plan.emit = try condition(expression)
  }

  /// Only outputs that some expression uses are copied for each point.
  private mutating func dropUnusedOutputs() {
    var used: Set<Int> = []
    for value in lets { used.formUnion(value.expression.slots) }
    for output in plan.sets + plan.tags { used.formUnion(output.expression.slots) }
    used.formUnion(plan.emit?.slots ?? [])
    for index in plan.models.indices {
      plan.models[index].outputs.removeAll { !used.contains($0.slot) }
    }
  }
}
