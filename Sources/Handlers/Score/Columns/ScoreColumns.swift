import KapacitorUDF
import Lambda
import ModelRuntime
import UDFWire

/// Evaluates the rules for the points of a burst all at once, where they allow it and the points are
/// alike: their fields have the same types, and no expression fails for any of them. Otherwise it says
/// so before anything is written, and the points go one by one.
///
/// A burst is read (`load`), then evaluated (`evaluate`), then written by `Score`.
struct ScoreColumns {
  /// Fewer points than these go faster one by one.
  static let fewestPoints = 4
  /// After a burst that did not fit, at most so many go one by one before it is tried again.
  private static let longestPause = 64

  let plan: ScoreColumnPlan
  let lambda: LambdaColumns
  let models: UnsafeBufferPointer<Unmanaged<ScoreModel>>
  private let modelSlots: [[Int]]

  /// By field number: the slots of the fields that expressions mention.
  let slots: [Int]
  let mentionsTime: Bool
  var fields: FieldReadings
  /// The same names as tags, for those that are no field of the point.
  var tags: FieldReadings
  /// By written field: its number in `fields`.
  let written: [Int]
  /// By written field: the one type that it is written with; missing where there are several.
  private(set) var writtenKinds: [ReadingKind]

  // Invariant: while `isPrepared`, the code is for fields of the expected kinds.
  private(set) var expected: [ReadingKind]
  private(set) var expectsTags = false
  private var isPrepared = false

  // What the present burst has come to; bit p is about point p.
  /// It has a written field under another type than it is written with.
  var conflicts: UInt64 = 0
  /// `when` holds for it.
  var scored: UInt64 = 0
  /// It is passed on, as far as `emit` has a say.
  var emitted: UInt64 = 0

  private var outputs = ColumnOutputs(sets: [], otherwise: [], tags: [])

  private var pause = 0
  private var pausedBursts = 0

  /// nil where the rules only work for one point after the other.
  init?(_ setup: ScoreSetup) throws {
    guard let plan = ScoreColumnPlan(setup.plan) else { return nil }
    self.plan = plan
    let clock = setup.clock
    lambda = LambdaColumns(
      layout: plan.layout, stages: plan.stages, timeZone: setup.rules.timeZone,
      clock: { clock.nowNanoseconds })
    models = setup.program.models
    modelSlots = setup.plan.models.map { $0.outputs.map(\.slot) }
    let references = plan.layout.references
    slots = references.map(\.slot)
    mentionsTime = plan.layout.mentionsTime
    expected = references.map { _ in .missing }
    var names = references.map(\.name)
    tags = FieldReadings(try FieldTable(fields: [], tags: names))
    written = setup.plan.writtenFields.map { name in
      if let index = names.firstIndex(of: name) { return index }
      names.append(name)
      return names.count - 1
    }
    writtenKinds = written.map { _ in .missing }
    fields = FieldReadings(try FieldTable(fields: names))
    writtenDefaults = setup.plan.defaults.mapValues(\.kind)
  }

  /// By written field: the type of its default.
  private let writtenDefaults: [Int: ValueKind]

  // MARK: - Whether to try

  /// Whether a burst of so many points is worth trying.
  mutating func accepts(_ count: Int) -> Bool {
    guard count >= Self.fewestPoints else { return false }
    if pausedBursts == 0 { return true }
    pausedBursts -= 1
    return false
  }

  mutating func succeeded() { pause = 0 }

  mutating func failed() {
    pause = min(max(pause * 2, 1), Self.longestPause)
    pausedBursts = pause
  }

  // MARK: - Code for the points' types

  /// Types may have changed with a model: the next burst looks again.
  mutating func modelsChanged() { isPrepared = false }

  /// Sees to it that there is code for points like the one whose fields were read last.
  mutating func prepare(for point: PointView) throws(WireFault) -> Bool {
    if isPrepared, isExpected() { return true }
    isPrepared = false
    try tags.read(point)
    for index in slots.indices {
      let kind = fields.kind(index)
      // A field wins over a tag of the same name.
      expected[index] = kind == .missing ? tags.kind(index) : kind
    }
    expectsTags = expected.contains(.tag)
    isPrepared = makeCode()
    return isPrepared
  }

  private func isExpected() -> Bool {
    for index in slots.indices where !isExpected(fields.kind(index), index) { return false }
    return true
  }

  /// Whether a field may have that kind; what is expected to be a tag is no field.
  @inline(__always)
  func isExpected(_ kind: ReadingKind, _ index: Int) -> Bool {
    kind == expected[index] || kind == .missing && expected[index] == .tag
  }

  private mutating func makeCode() -> Bool {
    var given = [ValueKind](repeating: .missing, count: plan.layout.slotCount)
    for index in slots.indices { given[slots[index]] = expected[index].valueKind }
    for (model, slots) in zip(models, modelSlots) {
      for slot in slots {
        guard let kind = model.takeUnretainedValue().kind(of: slot) else { return false }
        given[slot] = kind
      }
    }
    guard lambda.prepare(given), isUsable() else { return false }
    outputs = ColumnOutputs(
      sets: plan.sets.map(typed), otherwise: plan.otherwise.map(typed), tags: plan.tags.map(typed))
    for edit in written.indices {
      let outputs = (plan.sets + plan.otherwise).filter { $0.edit == edit }
      var kinds = Set(outputs.map { lambda.kind(of: $0.slot) })
      if let kind = writtenDefaults[edit] { kinds.insert(kind) }
      writtenKinds[edit] = kinds.count == 1 ? ReadingKind(kinds.first ?? .missing) : .missing
    }
    return true
  }

  private func typed(_ output: ScoreColumnPlan.Output) -> ColumnAnswers.Output {
    ColumnAnswers.Output(
      edit: output.edit, slot: output.slot, kind: lambda.kind(of: output.slot))
  }

  /// What the present burst has come to. Valid until the next one, while this lives.
  var answers: ColumnAnswers {
    ColumnAnswers(
      slots: lambda.slots, sets: UnsafeBufferPointer(outputs.sets),
      otherwise: UnsafeBufferPointer(outputs.otherwise),
      tags: UnsafeBufferPointer(outputs.tags), scored: scored, emitted: emitted,
      conflicting: conflicts)
  }

  /// Whether what the code computes can be used where it is meant to be.
  private func isUsable() -> Bool {
    for slot in [plan.whenSlot, plan.emitSlot].compactMap(\.self)
    where lambda.kind(of: slot) != .bool {
      return false
    }
    for slot in plan.inputs.joined() {
      guard lambda.kind(of: slot) == .float || lambda.kind(of: slot) == .int else { return false }
    }
    for output in plan.sets + plan.otherwise {
      switch lambda.kind(of: output.slot) {
      case .float, .int, .bool, .string: break
      default: return false
      }
    }
    return !plan.tags.contains { lambda.kind(of: $0.slot) != .string }
  }
}

extension ReadingKind {
  fileprivate init(_ kind: ValueKind) {
    switch kind {
    case .float: self = .double
    case .int: self = .int
    case .bool: self = .bool
    case .string: self = .string
    default: self = .missing
    }
  }

  fileprivate var valueKind: ValueKind {
    switch self {
    case .missing: .missing
    case .double: .float
    case .int: .int
    case .bool: .bool
    case .string, .tag: .string
    }
  }
}
