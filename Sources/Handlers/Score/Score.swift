import KapacitorUDF
import Lambda
import ModelRuntime
import UDFWire

/// Serves a UDF that is all configuration: reads points, decides by `when`, asks the models for as
/// many points at once as there are, and writes what `set` says. It cannot be copied: it is large, and
/// a compiler that may copy it does so for every burst.
struct Score: TaskHandler, ~Copyable {
  /// What is known of a point between its reading and its writing.
  enum Verdict: UInt8 {
    /// `when` holds; the models have a row of it.
    case scored
    /// `when` does not hold.
    case idle
    /// It cannot be answered: `failures` says why.
    case failed
  }

  struct Row {
    var verdict = Verdict.idle
    /// The first written field stands in the point under another type than float.
    var replacesType = false
    /// Its row of the models.
    var modelRow = 0
  }

  let setup: ScoreSetup
  let machine: LambdaMachine
  var plan: ScorePlan { setup.plan }
  var fields: ScoreFields
  var writer: ScoreWriter
  /// nil where no expression has state.
  var groups: GroupStates<ScoreState>?
  /// nil where the rules only work for one point after the other.
  var columns: ScoreColumns?
  private let log: HandlerLog
  private var hasLookedAtPoint = false

  // What every point needs of the setup, without going through it: plain memory that `setup` owns.
  private let conditionLets: UnsafeBufferPointer<ScoreProgram.Let>
  private let when: LambdaHandle?
  private let featureLets: UnsafeBufferPointer<ScoreProgram.Let>
  private let modelLets: UnsafeBufferPointer<ScoreProgram.Let>
  private let sets: UnsafeBufferPointer<ScoreProgram.Output>
  let models: UnsafeBufferPointer<Unmanaged<ScoreModel>>
  private let hasTags: Bool
  private let hasFields: Bool
  private let emit: LambdaHandle?
  let emitsOnlyHeld: Bool

  private var rows = InlineArray<64, Row>(repeating: Row())
  /// The group of each point of the burst; -1: it could not be read.
  var groupNumbers = InlineArray<64, Int>(repeating: 0)
  private var states = [LambdaState?](repeating: nil, count: Model.maximumBurstRows)
  var failures = [ScoreFailure?](repeating: nil, count: Model.maximumBurstRows)

  init(_ setup: ScoreSetup, log: HandlerLog) throws {
    // All that may throw first: what cannot be copied cannot be half made.
    let fields = try ScoreFields(setup.plan, setup.machine)
    let writer = try ScoreWriter(setup, known: fields.table)
    let columns = try ScoreColumns(setup)
    self.setup = setup
    self.log = log
    self.fields = fields
    self.writer = writer
    self.columns = columns
    machine = setup.machine
    let program = setup.program
    conditionLets = program.conditionLets
    when = program.when
    featureLets = program.featureLets
    modelLets = program.modelLets
    sets = program.sets
    models = program.models
    hasTags = !setup.plan.tags.isEmpty
    hasFields = !setup.plan.writtenFields.isEmpty
    emit = setup.plan.emit.map(LambdaHandle.init)
    if case .whenHolds = setup.rules.emit { emitsOnlyHeld = true } else { emitsOnlyHeld = false }
    let layout = setup.plan.layout
    if layout.isStateful {
      groups = GroupStates(maximum: setup.rules.maximumGroups) { ScoreState(layout) }
    }
  }

  var outputBytesPerPoint: Int {
    (plan.writtenFields + plan.writtenTags).reduce(64) { $0 + $1.utf8.count + 48 }
  }

  // MARK: - Points

  mutating func point(_ point: PointView, _ output: inout HandlerOutput) throws {
    throw HandlerError("points come in bursts")
  }

  mutating func points(_ burst: PointBurst, _ output: inout HandlerOutput) throws {
    if !hasLookedAtPoint { lookAt(burst[0]) }
    // By index here and below: an unoptimised build allocates for an array's iterator.
    for index in 0..<models.count {
      if try models[index]._withUnsafeGuaranteedRef({ try $0.refresh() }) {
        columns?.modelsChanged()
      }
    }
    try score(burst, group: nil, &output)
  }

  /// - Parameter group: the state of all the points; nil: each point's group tells.
  mutating func score(
    _ burst: PointBurst, group: LambdaState?, _ output: inout HandlerOutput
  ) throws {
    let evicted = groups?.evicted ?? 0
    defer { output.countEvicted((groups?.evicted ?? evicted) &- evicted) }
    var start = 0
    while start < burst.count {
      let end = min(start + pointsAtOnce(group), burst.count)
      let part = burst[start..<end]
      start = end
      if try scoreByColumns(part, &output) { continue }
      machine.beginBurst()
      if models.isEmpty {
        for index in part.indices {
          read(part[index], 0, row: 0, group)
          try write(part[index], 0, readings: fields.readings, &output)
          if group == nil { settle(0) }
        }
      } else {
        scoreWithModels(part, group)
        for index in part.indices {
          machine.takeUp(index)
          try write(part[index], index, readings: nil, &output)
        }
        if groups != nil, group == nil { for index in part.indices { settle(index) } }
      }
    }
  }

  private mutating func scoreWithModels(_ part: PointBurst, _ group: LambdaState?) {
    var count = 0
    for index in part.indices {
      if read(part[index], index, row: count, group) { count += 1 }
      machine.setAside(index)
    }
    if count > 0 {
      for model in models { model._withUnsafeGuaranteedRef { $0.evaluate(count: count) } }
    }
  }

  /// Reads a point and decides what becomes of it.
  /// - Returns: whether the models are to be asked for it.
  @discardableResult @inline(__always)
  private mutating func read(
    _ point: PointView, _ index: Int, row modelRow: Int, _ group: LambdaState?
  ) -> Bool {
    var row = Row()
    row.modelRow = modelRow
    groupNumbers[index] = -1
    defer { rows[index] = row }
    do throws(WireFault) {
      try fields.read(point)
    } catch {
      failures[index] = ScoreFailure("the point cannot be read: \(error)")
      row.verdict = .failed
      return false
    }
    if hasFields { row.replacesType = fields.replacesType(0) }
    var state: LambdaState?
    if groups != nil {
      if let group {
        state = group
      } else if let number = groups?.number(of: point.group) {
        groupNumbers[index] = number
        state = groups?[number].state
      }
      states[index] = state
    }
    row.verdict = judge(state, index, modelRow)
    return row.verdict == .scored
  }

  @inline(__always)
  mutating func judge(_ state: LambdaState?, _ index: Int, _ modelRow: Int) -> Verdict {
    let cells = LambdaCells(state)
    defer { withExtendedLifetime(state) {} }
    if let failure = evaluate(conditionLets, cells) {
      failures[index] = failure
      return .failed
    }
    if let when {
      guard machine.evaluate(when, cells) else { return whenFailed(index) }
      if !machine.boolResult || machine.resultKind != .bool { return notHeld(index) }
    }
    if let failure = evaluate(featureLets, cells) {
      failures[index] = failure
      return .failed
    }
    for model in models {
      let isFilled = model._withUnsafeGuaranteedRef { $0.fill(row: modelRow, cells) }
      if !isFilled {
        failures[index] = model.takeUnretainedValue().failure
        return .failed
      }
    }
    return .scored
  }

  private mutating func notHeld(_ index: Int) -> Verdict {
    if machine.resultKind == .bool { return .idle }
    failures[index] = ScoreFailure("when", "", nil, kind: machine.resultKind)
    return .failed
  }

  /// A missing field makes `when` false.
  @inline(never)
  private mutating func whenFailed(_ index: Int) -> Verdict {
    let failure = ScoreFailure("when", "", machine.failure, kind: .missing)
    if failure.missing != nil { return .idle }
    failures[index] = failure
    return .failed
  }

  /// Evaluates lets. One that lacks a field is missing itself, and whoever uses it will say so.
  @inline(__always)
  func evaluate(
    _ values: UnsafeBufferPointer<ScoreProgram.Let>, _ cells: LambdaCells
  ) -> ScoreFailure? {
    for index in 0..<values.count {
      if machine.evaluate(values[index].expression, cells) {
        machine.keepResult(in: values[index].slot)
      } else if let failure = letFailed(values[index].slot) {
        return failure
      }
    }
    return nil
  }

  @inline(never)
  private func letFailed(_ slot: Int) -> ScoreFailure? {
    let failure = ScoreFailure(
      "let", plan.layout.name(of: slot), machine.failure, kind: .missing)
    guard failure.missing != nil else { return failure }
    machine.setMissing(slot)
    return nil
  }

  // MARK: - Answers

  @inline(__always)
  private mutating func write(
    _ point: PointView, _ index: Int, readings: FieldReadings?, _ output: inout HandlerOutput
  ) throws {
    let row = rows[index]
    let state = groups == nil ? nil : states[index]
    let cells = LambdaCells(state)
    defer { withExtendedLifetime(state) {} }
    writer.begin()
    switch row.verdict {
    case .scored:
      for model in models { model._withUnsafeGuaranteedRef { $0.answer(row: row.modelRow) } }
      if let failure = evaluate(modelLets, cells) {
        return try fail(point, failure, row, &output)
      }
      switch writer.stage(sets, cells, &output) {
      case .ready: break
      case .failed(let failure): return try fail(point, failure, row, &output)
      case .notFinite(let name): return try refuse(point, notFinite: name, &output)
      }
      if hasTags, let failure = writer.stageTags(state) {
        return try fail(point, failure, row, &output)
      }
    case .idle:
      guard try stageIdle(point, row, cells, &output) else { return }
    case .failed:
      let failure = failures[index] ?? ScoreFailure("the point cannot be scored")
      return try fail(point, failure, row, &output)
    }
    if let emit, !holds(emit, cells) { return }
    try writer.write(point, replacesType: row.replacesType, readings: readings, &output)
  }

  /// - Returns: whether the point is to be written.
  private mutating func stageIdle(
    _ point: PointView, _ row: Row, _ cells: LambdaCells, _ output: inout HandlerOutput
  ) throws -> Bool {
    if emitsOnlyHeld { return false }
    // What would have come from a model, or from a let behind it, is missing here.
    if emit != nil { clearAnswers() }
    if let failure = evaluate(setup.program.otherwiseLets, cells) {
      try fail(point, failure, row, &output)
      return false
    }
    switch writer.stage(setup.program.otherwise, cells, &output) {
    case .ready: break
    case .failed(let failure):
      try fail(point, failure, row, &output)
      return false
    case .notFinite(let name):
      try refuse(point, notFinite: name, &output)
      return false
    }
    writer.stageIdleDefaults()
    return true
  }

  func clearAnswers() {
    for model in setup.plan.models {
      for output in model.outputs { machine.setMissing(output.slot) }
    }
    for value in setup.plan.modelLets + setup.plan.featureLets { machine.setMissing(value.slot) }
    for (_, slot) in setup.plan.emitSlots { machine.setMissing(slot) }
  }

  func holds(_ condition: LambdaHandle, _ cells: LambdaCells) -> Bool {
    machine.evaluate(condition, cells) && machine.resultKind == .bool && machine.boolResult
  }

  /// A point that cannot be scored: what it lacks is one policy's affair, all else the other's.
  @inline(never)
  private mutating func fail(
    _ point: PointView, _ failure: ScoreFailure, _ row: Row, _ output: inout HandlerOutput
  ) throws {
    guard let missing = failure.missing else { return try output.fail(point, failure) }
    guard try output.passesMissing(missing, in: point) else { return }
    writer.begin()
    writer.stageAllDefaults()
    try writer.write(point, replacesType: row.replacesType, readings: nil, &output)
  }

  func refuse(
    _ point: PointView, notFinite name: String, _ output: inout HandlerOutput
  ) throws {
    if setup.rules.nonFinite == .fail {
      throw TaskFailure("set \(name): the result is not finite (on_nonfinite is fail)")
    }
    output.drop(point)
  }

  /// Warns once of a name that is a field and a tag.
  private mutating func lookAt(_ point: PointView) {
    hasLookedAtPoint = true
    if let name = fields.ambiguousName(point) {
      log.warning("\"\(name)\" is a field and a tag of the point: expressions see the field")
    }
  }
}
