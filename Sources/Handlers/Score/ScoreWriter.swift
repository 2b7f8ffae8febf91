import KapacitorUDF
import Lambda
import UDFWire

/// Stages what is written for a point, and writes it.
struct ScoreWriter {
  private let plan: ScorePlan
  private let machine: LambdaMachine
  private let nonFinite: NonFinitePolicy
  var edits: PointEdits
  /// The fast way out: one float is all that is ever written.
  let single: DoubleField?
  var singleValue: Double?
  /// Slots for `emit`, by edit; -1: none. Empty where there is no such condition.
  private let emitSlots: [Int]
  let hasRemovals: Bool
  /// What is staged where `when` does not hold, beside `otherwise`.
  private let idleDefaults: [Int]
  /// The same where it is the one float of the fast way.
  let idleValue: Double?
  /// emit = "when": points where `when` does not hold are not passed on.
  let leavesIdleOut: Bool

  /// What staging came to.
  enum Outcome {
    case ready
    case failed(ScoreFailure)
    /// A result is not finite and the policy is to leave the point out, or to end the task.
    case notFinite(String)
  }

  init(_ setup: ScoreSetup, known: FieldTable) throws {
    plan = setup.plan
    machine = setup.machine
    nonFinite = setup.rules.nonFinite
    edits = try PointEdits(writing: plan.writtenFields, tags: plan.writtenTags, known: known)
    let isSingle =
      plan.writtenFields.count == 1 && plan.writtenTags.isEmpty && plan.removedFields.isEmpty
      && plan.emitSlots.isEmpty
    single = isSingle ? try DoubleField(plan.writtenFields[0]) : nil
    var slots = plan.emitSlots.isEmpty ? [] : plan.writtenFields.map { _ in -1 }
    for (edit, slot) in plan.emitSlots { slots[edit] = slot }
    emitSlots = slots
    hasRemovals = !plan.removedFields.isEmpty || !plan.removedTags.isEmpty
    if case .whenHolds = setup.rules.emit { leavesIdleOut = true } else { leavesIdleOut = false }
    let otherwise = Set(plan.otherwise.map(\.edit))
    let idle = plan.defaults.keys.sorted().filter { !otherwise.contains($0) }
    idleDefaults = idle
    if isSingle, idle == [0], case .float(let value)? = plan.defaults[0] {
      idleValue = value
    } else {
      idleValue = nil
    }
  }

  var isSingle: Bool { single != nil }

  @inline(__always)
  mutating func begin() {
    if single == nil { edits.reset() } else if !edits.isEmpty { edits.reset() }
    singleValue = nil
    for slot in emitSlots where slot >= 0 { machine.setMissing(slot) }
  }

  /// Stages the fields of expressions.
  @inline(__always)
  mutating func stage(
    _ outputs: UnsafeBufferPointer<ScoreProgram.Output>, _ cells: LambdaCells,
    _ output: inout HandlerOutput
  ) -> Outcome {
    for index in 0..<outputs.count {
      guard machine.evaluate(outputs[index].expression, cells) else {
        return .failed(failure(of: outputs[index].edit))
      }
      let edit = outputs[index].edit
      switch machine.resultKind {
      case .float:
        let value = machine.floatResult
        if value.isFinite {
          set(edit, value)
        } else if let outcome = stageNonFinite(edit, &output) {
          return outcome
        }
      case .int:
        edits.set(edit, machine.intResult)
        keep(edit)
      case .bool:
        edits.set(edit, machine.boolResult)
        keep(edit)
      case .string:
        let text = machine.textResult
        edits.set(edit, BorrowedString(start: text.baseAddress!, count: text.count))
        keep(edit)
      default:
        return .failed(failure(of: edit))
      }
    }
    return .ready
  }

  @inline(never)
  private func failure(of edit: Int) -> ScoreFailure {
    ScoreFailure("set", plan.writtenFields[edit], machine.failure, kind: machine.resultKind)
  }

  @inline(__always)
  private mutating func set(_ edit: Int, _ value: Double) {
    if single != nil {
      singleValue = value
    } else {
      edits.set(edit, value)
      keep(edit)
    }
  }

  @inline(__always)
  private func keep(_ edit: Int) {
    if !emitSlots.isEmpty, emitSlots[edit] >= 0 { machine.keepResult(in: emitSlots[edit]) }
  }

  /// - Returns: nil where the policy lets the point go on.
  @inline(never)
  mutating func stageNonFinite(
    _ edit: Int, _ output: inout HandlerOutput
  ) -> Outcome? {
    output.countNonFinite()
    switch nonFinite {
    case .omit: return nil
    case .default:
      stageDefault(edit)
      return nil
    case .drop, .fail: return .notFinite(plan.writtenFields[edit])
    }
  }

  mutating func stageTags(_ state: LambdaState?) -> ScoreFailure? {
    for tag in plan.tags {
      guard machine.evaluate(tag.expression, state), machine.resultKind == .string else {
        return ScoreFailure("tag", tag.name, machine.failure, kind: machine.resultKind)
      }
      let text = machine.textResult
      edits.setTag(tag.edit, BorrowedString(start: text.baseAddress!, count: text.count))
    }
    return nil
  }

  /// Stages the defaults of fields that `otherwise` does not write.
  @inline(__always)
  mutating func stageIdleDefaults() {
    if let idleValue {
      singleValue = idleValue
    } else {
      for index in 0..<idleDefaults.count { stageDefault(idleDefaults[index]) }
    }
  }

  /// Stages the defaults of all fields that have one.
  mutating func stageAllDefaults() {
    for edit in plan.defaults.keys.sorted() { stageDefault(edit) }
  }

  private mutating func stageDefault(_ edit: Int) {
    guard let value = plan.defaults[edit] else { return }
    switch value {
    case .float(let number):
      if single != nil { singleValue = number } else { edits.set(edit, number) }
    case .int(let number): edits.set(edit, number)
    case .bool(let flag): edits.set(edit, flag)
    case .bytes(let bytes): edits.set(edit, String(decoding: bytes, as: UTF8.self))
    default: break
    }
    if !emitSlots.isEmpty, emitSlots[edit] >= 0 { machine.set(emitSlots[edit], value) }
  }

  /// Writes the point with what is staged.
  /// - Parameters:
  ///   - replacesType: the one field of the fast way stands in the point under another type.
  ///   - readings: of this very point, where they were read from it last.
  @inline(__always)
  mutating func write(
    _ point: PointView, replacesType: Bool, readings: FieldReadings?,
    _ output: inout HandlerOutput
  ) throws {
    if let single, let value = singleValue {
      if !replacesType { return output.pass(point, setting: single, to: value) }
      edits.set(0, value)
    }
    try writeEdits(point, readings: readings, &output)
  }

  @inline(never)
  mutating func writeEdits(
    _ point: PointView, readings: FieldReadings?, _ output: inout HandlerOutput
  ) throws {
    if hasRemovals {
      for edit in plan.removedFields { edits.remove(edit) }
      for edit in plan.removedTags { edits.removeTag(edit) }
    }
    if edits.isEmpty {
      output.pass(point)
    } else {
      try output.pass(point, edits, readings: readings)
    }
  }
}
