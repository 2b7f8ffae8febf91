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
    let usual = writer.usualAnswers(answers)
    for index in part.indices {
      if let usual, !answers.conflicts(index) {
        // The fast way: one float is all that is ever written.
        let value =
          answers.isScored(index)
          ? Double(bitPattern: answers.slots[usual.slot, index]) : usual.idleValue
        if value.isFinite {
          output.pass(part[index], setting: usual.field, to: value)
          continue
        }
      }
      try write(part[index], index, answers, &output)
    }
    return true
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
