/// The outputs of all stages in memory that does not move, made anew with the code for other types.
final class ColumnOutputs {
  let sets: UnsafeMutableBufferPointer<ColumnAnswers.Output>
  let otherwise: UnsafeMutableBufferPointer<ColumnAnswers.Output>
  let tags: UnsafeMutableBufferPointer<ColumnAnswers.Output>

  init(
    sets: [ColumnAnswers.Output], otherwise: [ColumnAnswers.Output], tags: [ColumnAnswers.Output]
  ) {
    self.sets = Self.memory(sets)
    self.otherwise = Self.memory(otherwise)
    self.tags = Self.memory(tags)
  }

  private static func memory(
    _ outputs: [ColumnAnswers.Output]
  ) -> UnsafeMutableBufferPointer<ColumnAnswers.Output> {
    let memory = UnsafeMutableBufferPointer<ColumnAnswers.Output>.allocate(capacity: outputs.count)
    _ = memory.initialize(from: outputs)
    return memory
  }

  deinit {
    for memory in [sets, otherwise, tags] { memory.deallocate() }
  }
}
