import KapacitorUDF
import Lambda
import UDFWire

extension ScoreWriter {
  /// How a burst is written whose points all get one float, whatever comes of them.
  struct UsualAnswers {
    let field: DoubleField
    let slot: Int
    /// For points where `when` does not hold; NaN: they need a closer look.
    let idleValue: Double
  }

  /// nil where points have to be looked at one by one.
  func usualAnswers(_ answers: ColumnAnswers) -> UsualAnswers? {
    guard let single, answers.sets.count == 1, answers.sets[0].kind == .float,
      answers.tags.isEmpty, answers.emitted == .max
    else { return nil }
    let isDefault = answers.otherwise.isEmpty && !leavesIdleOut
    return UsualAnswers(
      field: single, slot: answers.sets[0].slot, idleValue: isDefault ? idleValue ?? .nan : .nan)
  }

  /// Stages the fields of a point from the slots of a burst.
  @inline(__always)
  mutating func stage(
    _ outputs: UnsafeBufferPointer<ColumnAnswers.Output>, _ answers: ColumnAnswers, _ point: Int,
    _ output: inout HandlerOutput
  ) -> Outcome {
    for index in 0..<outputs.count {
      let (edit, slot) = (outputs[index].edit, outputs[index].slot)
      let word = answers.slots[slot, point]
      switch outputs[index].kind {
      case .float:
        let value = Double(bitPattern: word)
        if value.isFinite {
          if isSingle { singleValue = value } else { edits.set(edit, value) }
        } else if let outcome = stageNonFinite(edit, &output) {
          return outcome
        }
      case .int: edits.set(edit, Int64(bitPattern: word))
      case .bool: edits.set(edit, word != 0)
      default:
        // A text: `ScoreColumns.isUsable` lets nothing else through.
        let text = answers.slots.text(slot, point)
        edits.set(edit, BorrowedString(start: text.baseAddress ?? Self.nowhere, count: text.count))
      }
    }
    return .ready
  }

  @inline(__always)
  mutating func stageTags(_ answers: ColumnAnswers, _ point: Int) {
    for index in 0..<answers.tags.count {
      let text = answers.slots.text(answers.tags[index].slot, point)
      edits.setTag(
        answers.tags[index].edit,
        BorrowedString(start: text.baseAddress ?? Self.nowhere, count: text.count))
    }
  }

  /// The address of an empty text that has none; never read from.
  private static var nowhere: UnsafeRawPointer { UnsafeRawPointer(bitPattern: 1)! }

  /// Writes the point with what is staged.
  /// - Parameter conflicts: the point has a written field under another type.
  @inline(__always)
  mutating func write(
    _ point: PointView, conflicts: Bool, _ output: inout HandlerOutput
  ) throws {
    if let single, let value = singleValue, !conflicts {
      return output.pass(point, setting: single, to: value)
    }
    if let value = singleValue { edits.set(0, value) }
    if conflicts || hasRemovals { return try writeEdits(point, readings: nil, &output) }
    try output.pass(point, appending: edits)
  }
}
