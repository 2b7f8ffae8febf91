import KapacitorUDF
import Lambda
import UDFWire

extension Score {
  /// Answers up to 64 points, evaluated all at once.
  /// - Returns: false where they have to be answered one by one; nothing is written then.
  mutating func scoreByColumns(_ part: PointBurst, _ output: inout HandlerOutput) throws -> Bool {
    guard columns?.accepts(part.count) ?? false else { return false }
    guard columns?.load(part) ?? false, columns?.evaluate(part.count) ?? false else {
      columns?.failed()
      return false
    }
    columns?.succeeded()
    guard let answers = columns?.answers else { return false }
    if let usual = writer.usualAnswers(answers) {
      try write(part, usual, answers, &output)
    } else {
      for index in part.indices { try write(part[index], index, answers, &output) }
    }
    return true
  }

  /// The fast way: one float is all that is ever written. Apart from the other way, so that what it
  /// needs is at hand for all points and not counted for each.
  private mutating func write(
    _ part: PointBurst, _ usual: ScoreWriter.UsualAnswers, _ answers: ColumnAnswers,
    _ output: inout HandlerOutput
  ) throws {
    for index in 0..<part.count {
      let value =
        answers.isScored(index)
        ? Double(bitPattern: answers.slots[usual.slot, index]) : usual.idleValue
      if value.isFinite, !answers.conflicts(index) {
        output.pass(part[index], setting: usual.field, to: value)
      } else {
        try write(part[index], index, answers, &output)
      }
    }
  }

  @inline(never)
  private mutating func write(
    _ point: PointView, _ index: Int, _ answers: ColumnAnswers, _ output: inout HandlerOutput
  ) throws {
    if answers.isLeftOut(index, emitsOnlyScored: emitsOnlyHeld) { return }
    writer.begin()
    let outcome =
      answers.isScored(index)
      ? writer.stage(answers.sets, answers, index, &output)
      : writer.stage(answers.otherwise, answers, index, &output)
    switch outcome {
    case .ready: break
    case .notFinite(let name): return try refuse(point, notFinite: name, &output)
    case .failed(let failure): return try output.fail(point, failure)
    }
    if answers.isScored(index) {
      writer.stageTags(answers, index)
    } else {
      writer.stageIdleDefaults()
    }
    try writer.write(point, conflicts: answers.conflicts(index), &output)
  }
}
