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
    for index in part.indices {
      if answers.isLeftOut(index, emitsOnlyScored: emitsOnlyHeld) { continue }
      writer.begin()
      let outcome =
        answers.isScored(index)
        ? writer.stage(answers.sets, answers, index, &output)
        : writer.stage(answers.otherwise, answers, index, &output)
      switch outcome {
      case .ready: break
      case .notFinite(let name):
        try refuse(part[index], notFinite: name, &output)
        continue
      case .failed(let failure):
        try output.fail(part[index], failure)
        continue
      }
      if answers.isScored(index) {
        writer.stageTags(answers, index)
      } else {
        writer.stageIdleDefaults()
      }
      try writer.write(part[index], conflicts: answers.conflicts(index), &output)
    }
    return true
  }
}
