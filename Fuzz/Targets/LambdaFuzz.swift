import Lambda

/// Expressions: whatever the text, it is refused or evaluated, and columns of points have the values
/// that the points have one by one.
enum LambdaFuzz {
  private static let points: [[String: LambdaValue]] = [
    ["x": .float(1.5), "y": .float(-0.0), "i": .int(7), "b": .bool(true), "s": .string("abc")],
    ["x": .float(.nan), "y": .float(1e308), "i": .int(.min), "b": .bool(false), "s": .string("")],
    ["x": .float(3), "y": .float(3), "i": .int(0), "b": .bool(true), "s": .bytes([0xFF, 0x61])],
    ["x": .float(-2), "y": .float(0.1), "i": .int(-1), "b": .bool(false), "s": .string("ü 1h30m")],
  ]

  static func run(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    var layout = LambdaLayout()
    let names: LambdaNames = ["limit": .constant(.float(2)), "n": .constant(.int(3))]
    guard let program = try? LambdaProgram(parsing: text),
      let expression = try? layout.bind(program, names: names)
    else { return }
    _ = try? expression.check()
    let slot = layout.declare("result")
    let machine = LambdaMachine(layout: layout, clock: { 0 })
    let state = LambdaState(for: layout)
    // Other types, and none at all, in between.
    let others: [[String: LambdaValue]] = [["x": .int(1), "i": .float(1), "s": .bool(true)], [:]]
    let values = (points + others + points).enumerated().map { number, point in
      value(of: expression, for: point, Int64(number) * 1_000_000_000, machine, layout, state)
    }
    if !layout.isStateful, layout.batchAggregates.isEmpty {
      compare(expression, slot, layout, Array(values.prefix(points.count)))
    }
  }

  private static func value(
    of expression: BoundExpression, for point: [String: LambdaValue], _ time: Int64,
    _ machine: LambdaMachine, _ layout: LambdaLayout, _ state: LambdaState
  ) -> LambdaValue? {
    machine.beginBurst()
    machine.setTime(nanoseconds: time)
    for (name, slot) in layout.references { machine.set(slot, point[name] ?? .missing) }
    if machine.evaluate(expression, state) { return machine.result }
    if machine.failure == nil { fatalError("no value and no reason") }
    return nil
  }

  private static func compare(
    _ expression: BoundExpression, _ slot: Int, _ layout: LambdaLayout, _ expected: [LambdaValue?]
  ) {
    let columns = LambdaColumns(
      layout: layout, stages: [[ColumnStep(expression, into: slot)]], clock: { 0 })
    var given = [ValueKind](repeating: .missing, count: layout.slotCount)
    for (name, slot) in layout.references { given[slot] = points[0][name]?.kind ?? .missing }
    columns.beginBurst()
    guard columns.prepare(given) else { return }
    var texts: [UnsafeMutableRawBufferPointer] = []
    defer { for text in texts { text.deallocate() } }
    for (number, point) in points.enumerated() {
      columns.slots[0, number] = UInt64(number) * 1_000_000_000
      for (name, slot) in layout.references {
        switch point[name] ?? .missing {
        case .float(let value): columns.slots[slot, number] = value.bitPattern
        case .int(let value): columns.slots[slot, number] = UInt64(bitPattern: value)
        case .bool(let value): columns.slots[slot, number] = value ? 1 : 0
        case .bytes(let bytes):
          let copy = UnsafeMutableRawBufferPointer.allocate(
            byteCount: max(bytes.count, 1), alignment: 1)
          copy.copyBytes(from: bytes)
          texts.append(copy)
          columns.slots.set(slot, number, text: copy.baseAddress!, count: bytes.count)
        default: break
        }
      }
    }
    guard columns.run(stage: 0, points: 0b1111, count: points.count) else {
      if !expected.contains(nil) { fatalError("columns fail where no point does") }
      return
    }
    for (number, value) in expected.enumerated() {
      let ours = found(columns, slot, number)
      let isSame =
        if case .float(let a)? = value, case .float(let b) = ours {
          // To the last bit. Which bits of a NaN an operation leaves is the compiler's choice: it may
          // exchange the operands of a sum.
          a.bitPattern == b.bitPattern || a.isNaN && b.isNaN
        } else {
          value == ours
        }
      if !isSame {
        fatalError("columns differ from points: \(String(describing: value)), \(ours)")
      }
    }
  }

  private static func found(_ columns: LambdaColumns, _ slot: Int, _ point: Int) -> LambdaValue {
    let word = columns.slots[slot, point]
    return switch columns.kind(of: slot) {
    case .float: .float(Double(bitPattern: word))
    case .int: .int(Int64(bitPattern: word))
    case .bool: .bool(word != 0)
    case .string: .bytes(Array(columns.slots.text(slot, point)))
    case .duration: .duration(nanoseconds: Int64(bitPattern: word))
    case .time: .time(nanoseconds: Int64(bitPattern: word))
    case .missing, .regex: .missing
    }
  }
}
