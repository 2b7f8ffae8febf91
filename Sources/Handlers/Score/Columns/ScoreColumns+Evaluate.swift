import Lambda
import UDFWire

extension ScoreColumns {
  /// Reads up to 64 points into the slots.
  /// - Returns: false where they are not alike, or one cannot be read.
  mutating func load(_ part: PointBurst) -> Bool {
    lambda.beginBurst()
    conflicts = 0
    do throws(WireFault) {
      try fields.read(part[0])
      guard try prepare(for: part[0]) else { return false }
      let columns = lambda.slots
      for point in part.indices {
        if point > 0 { try fields.read(part[point]) }
        guard load(point, columns) else { return false }
        if expectsTags {
          try tags.read(part[point])
          guard loadTags(point, columns) else { return false }
        }
      }
      return true
    } catch {
      return false
    }
  }

  @inline(__always)
  private mutating func load(_ point: Int, _ columns: ColumnSlots) -> Bool {
    if mentionsTime { columns[0, point] = UInt64(bitPattern: fields.timeNanoseconds) }
    for index in 0..<slots.count {
      let kind = fields.kind(index)
      guard isExpected(kind, index) else { return false }
      if kind == .string {
        guard let text = fields.string(index) else { return false }
        columns.set(slots[index], point, text: text.start, count: text.count)
      } else {
        columns[slots[index], point] = fields.word(index)
      }
    }
    for edit in 0..<written.count {
      let kind = fields.kind(written[edit])
      if kind != .missing, kind != writtenKinds[edit] { conflicts |= 1 &<< UInt64(point) }
    }
    return true
  }

  private func loadTags(_ point: Int, _ columns: ColumnSlots) -> Bool {
    for index in 0..<slots.count where expected[index] == .tag {
      guard let text = tags.string(index) else { return false }
      columns.set(slots[index], point, text: text.start, count: text.count)
    }
    return true
  }

  /// Evaluates everything for the points that were loaded.
  /// - Returns: false where an expression or a model has no value for one of them.
  mutating func evaluate(_ count: Int) -> Bool {
    let all = UInt64.max &>> UInt64(LambdaColumns.pointCount - count)
    guard run(.condition, all, count) else { return false }
    scored = plan.whenSlot.map { lambda.bits(of: $0, count: count) } ?? all
    emitted = .max
    if scored != 0 {
      guard run(.features, scored, count) else { return false }
      for index in 0..<models.count where !ask(index) { return false }
      guard run(.answers, scored, count) else { return false }
      if let slot = plan.emitSlot {
        guard areSetsFinite() else { return false }
        emitted = lambda.bits(of: slot, count: count)
      }
    }
    return scored == all || run(.otherwise, all & ~scored, count)
  }

  private func run(_ stage: ScoreColumnPlan.Stage, _ points: UInt64, _ count: Int) -> Bool {
    lambda.run(stage: stage.rawValue, points: points, count: count)
  }

  /// Asks a model for the points where `when` holds.
  private func ask(_ index: Int) -> Bool {
    let columns = lambda.slots
    return models[index]._withUnsafeGuaranteedRef { model in
      for (column, slot) in plan.inputs[index].enumerated() {
        let isInt = lambda.kind(of: slot) == .int
        model.fill(column: column, from: columns, slot, of: scored, isInt: isInt)
      }
      model.evaluate(count: scored.nonzeroBitCount)
      return model.answer(to: columns, of: scored)
    }
  }

  /// What `emit` sees of a field that is not written, because its value is not finite, is settled
  /// point by point.
  private func areSetsFinite() -> Bool {
    let columns = lambda.slots
    for output in plan.sets where lambda.kind(of: output.slot) == .float {
      var rest = scored
      while rest != 0 {
        let value = Double(bitPattern: columns[output.slot, rest.trailingZeroBitCount])
        if !value.isFinite { return false }
        rest &= rest &- 1
      }
    }
    return true
  }
}
