/// The code of an expression for one combination of its slots' types.
final class Specialisation {
  /// What the hot path reads, in memory that does not move.
  struct Header {
    var instructions: UnsafePointer<Instruction>
    var guards: UnsafePointer<Guard>
    var guardCount: Int
    var result: UInt16
    var kind: ValueKind
  }

  /// The code holds while the slot has this type.
  struct Guard {
    var slot: Int32
    var kind: ValueKind
  }

  let header: UnsafeMutablePointer<Header>
  private let instructions: UnsafeMutableBufferPointer<Instruction>
  private let guards: UnsafeMutableBufferPointer<Guard>
  /// Where each instruction comes from, for messages.
  let places: [SourcePlace]
  let failures: [LambdaFailure]

  init(
    instructions code: [Instruction], places: [SourcePlace], failures: [LambdaFailure],
    guards list: [Guard], result: Int, kind: ValueKind
  ) {
    instructions = .allocate(capacity: code.count)
    _ = instructions.initialize(from: code)
    guards = .allocate(capacity: max(list.count, 1))
    _ = guards.initialize(from: list)
    self.places = places
    self.failures = failures
    header = .allocate(capacity: 1)
    header.initialize(
      to: Header(
        instructions: UnsafePointer(instructions.baseAddress!),
        guards: UnsafePointer(guards.baseAddress!), guardCount: list.count,
        result: UInt16(result), kind: kind))
  }

  deinit {
    header.deallocate()
    instructions.deallocate()
    guards.deallocate()
  }
}
