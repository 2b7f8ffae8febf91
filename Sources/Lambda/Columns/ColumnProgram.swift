/// The code of all steps for one combination of the given slots' types.
final class ColumnProgram {
  /// One piece of code for each stage, ended by `.end`.
  let stages: [UnsafeMutableBufferPointer<Instruction>]
  /// The types that all slots have once every stage has run.
  let kinds: [ValueKind]

  init(stages: [[Instruction]], kinds: [ValueKind]) {
    self.stages = stages.map { code in
      let memory = UnsafeMutableBufferPointer<Instruction>.allocate(capacity: code.count + 1)
      _ = memory.initialize(from: code + [Instruction(operation: .end)])
      return memory
    }
    self.kinds = kinds
  }

  deinit {
    for stage in stages { stage.deallocate() }
  }
}
