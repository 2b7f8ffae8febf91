import KapacitorUDF
import Lambda
import UDFWire

extension Score {
  /// The state of a group by name; nil where no expression has state.
  mutating func state(of group: String) -> LambdaState? {
    var group = group
    return group.withUTF8 { bytes in
      let empty = UnsafeRawPointer(bitPattern: 1)!
      let start = bytes.baseAddress.map { UnsafeRawPointer($0) } ?? empty
      return groups?.update(BorrowedString(start: start, count: bytes.count)) { $0.state }
    }
  }

  /// Computes the aggregates over the points and puts them where expressions find them.
  mutating func aggregate(_ burst: PointBurst) {
    guard !plan.layout.batchAggregates.isEmpty else { return }
    var accumulator = BatchAccumulator(plan.layout.batchAggregates)
    for index in burst.indices {
      machine.beginBurst()
      // A point that cannot be read is reported when it is answered.
      guard (try? fields.read(burst[index])) != nil else { continue }
      accumulator.add(machine)
    }
    accumulator.finish(machine)
  }

  /// What is written for a whole batch, judged by its last point and the aggregates; nil where `when`
  /// or `emit` does not hold and nothing is written.
  mutating func answer(
    _ last: PointView, _ state: LambdaState?, _ end: EndBatch
  ) throws -> Point? {
    machine.beginBurst()
    try fields.read(last)
    let isScored: Bool
    switch judge(state, 0, 0) {
    case .scored: isScored = true
    case .idle: isScored = false
    case .failed: throw failures[0] ?? ScoreFailure("the batch cannot be scored")
    }
    if isScored {
      for model in setup.models {
        model.evaluate(count: 1)
        model.answer(row: 0)
      }
      if let failure = evaluate(setup.program.modelLets, LambdaCells(state)) { throw failure }
    } else {
      if case .whenHolds = setup.rules.emit { return nil }
      clearAnswers()
      if let failure = evaluate(setup.program.otherwiseLets, LambdaCells(state)) { throw failure }
    }
    var values = try owned(isScored ? plan.sets : plan.otherwise, state)
    if !isScored {
      for (edit, value) in plan.defaults where values[plan.writtenFields[edit]] == nil {
        values[plan.writtenFields[edit]] = Self.fieldValue(value)
      }
    }
    var answer = Point(of: end, fields: values)
    for tag in isScored ? plan.tags : [] {
      guard machine.evaluate(tag.expression, state), machine.resultKind == .string else {
        throw ScoreFailure("tag", tag.name, machine.failure, kind: machine.resultKind)
      }
      answer.tags[tag.name] = machine.result.description
    }
    if let emit = plan.emit, !holds(LambdaHandle(emit), LambdaCells(state)) { return nil }
    return values.isEmpty ? nil : answer
  }

  private func owned(
    _ outputs: [ScorePlan.Output], _ state: LambdaState?
  ) throws -> OrderedMap<FieldValue> {
    var values: OrderedMap<FieldValue> = [:]
    for output in outputs {
      guard machine.evaluate(output.expression, state) else {
        throw ScoreFailure("set", output.name, machine.failure, kind: .missing)
      }
      var value = Self.fieldValue(machine.result)
      if case .double(let number)? = value, !number.isFinite {
        switch setup.rules.nonFinite {
        case .omit, .drop: value = nil
        case .default: value = plan.defaults[output.edit].flatMap(Self.fieldValue)
        case .fail:
          throw TaskFailure("set \(output.name): the result is not finite (on_nonfinite is fail)")
        }
      }
      if let value { values[output.name] = value }
      if let slot = plan.emitSlots.first(where: { $0.edit == output.edit })?.slot {
        machine.keepResult(in: slot)
      }
    }
    return values
  }

  private static func fieldValue(_ value: LambdaValue) -> FieldValue? {
    switch value {
    case .float(let number): .double(number)
    case .int(let number): .int(number)
    case .bool(let flag): .bool(flag)
    case .bytes(let bytes): .string(String(decoding: bytes, as: UTF8.self))
    default: nil
    }
  }
}
