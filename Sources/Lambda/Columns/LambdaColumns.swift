import Glibc

/// Evaluates expressions without state for up to 64 points at once: each instruction works on a
/// column of values, so that what it costs to get to an instruction is shared by all points.
///
/// The values are those of `LambdaMachine`, bit for bit (but for the bits of a NaN). What does not fit
/// this form is left to the machine, and `LambdaColumns` says so before anything is written:
/// expressions that fail for a point, code that needs jumps, points whose fields have not all the same
/// types.
///
/// Unsafe memory: every register of `RegisterPlan` is a column of `pointCount` words in one block.
/// Registers in instructions come from the compiler alone; slots go through `ColumnSlots`.
public final class LambdaColumns {
  /// As many points as a model is asked for at once.
  public static let pointCount = 64

  /// Variants kept: one for each combination of types. One more costs the oldest.
  private static let maximumPrograms = LambdaLimits.maximumSpecialisations

  private let stages: [[ColumnStep]]
  private let plan: RegisterPlan
  private let slotCount: Int
  private let patterns: [RegularExpression]
  private let zone: LambdaTimeZone
  private let clock: @Sendable () -> Int64

  // One thread, and no call of these methods runs inside another: nothing to check.
  @exclusivity(unchecked) private(set) var words: UnsafeMutablePointer<UInt64>
  @exclusivity(unchecked) private var columnCount: Int
  @exclusivity(unchecked) var arena = TextArena()
  @exclusivity(unchecked) private var constants: ConstantPool
  @exclusivity(unchecked) private var storedConstants = 0
  /// Arguments and results of functions that are called for one point after the other.
  let call: UnsafeMutablePointer<UInt64>

  /// The types of the slots that are set from outside, and the code for them; nil where there can be
  /// none.
  @exclusivity(unchecked) private var programs: [(given: [ValueKind], program: ColumnProgram?)] = []
  @exclusivity(unchecked) private var current: ColumnProgram?

  /// - Parameters:
  ///   - layout: has the slots of all steps. Nothing in it has state.
  ///   - stages: steps that are run together.
  ///   - clock: nanoseconds since 1970, for now(): asked once for all points.
  public init(
    layout: LambdaLayout, stages: [[ColumnStep]], timeZone: LambdaTimeZone = .utc,
    clock: @escaping @Sendable () -> Int64 = LambdaMachine.systemTime
  ) {
    precondition(!layout.isStateful, "state is a matter of one point after the other")
    self.stages = stages
    self.clock = clock
    plan = RegisterPlan(slots: layout.slotCount)
    slotCount = layout.slotCount
    patterns = layout.patterns
    zone = timeZone
    constants = ConstantPool(first: plan.firstConstant)
    columnCount = plan.firstConstant
    words = Self.columns(columnCount)
    call = .allocate(capacity: Self.callWords)
    call.initialize(repeating: 0, count: Self.callWords)
  }

  /// More than the arguments and the result of any function.
  static let callWords = 32

  deinit {
    free(words)
    call.deallocate()
    for text in constants.texts { text.deallocate() }
  }

  /// Texts that were never set are empty: all is zero. From calloc, because pages that no code uses
  /// then take no memory.
  private static func columns(_ count: Int) -> UnsafeMutablePointer<UInt64> {
    guard let memory = calloc(count * pointCount, 8) else { fatalError("no memory for columns") }
    return memory.bindMemory(to: UInt64.self, capacity: count * pointCount)
  }

  // MARK: - Programs

  /// The slots, until the next `prepare`.
  public var slots: ColumnSlots { ColumnSlots(words: words, count: slotCount) }

  /// Finds or makes the code for points whose slots have these types.
  /// - Parameter given: a type for each slot; those that steps fill do not count.
  /// - Returns: whether there is code.
  public func prepare(_ given: [ValueKind]) -> Bool {
    precondition(given.count == slotCount)
    if let known = programs.first(where: { $0.given == given }) {
      current = known.program
      return current != nil
    }
    current = compile(given)
    if programs.count == Self.maximumPrograms { programs.removeFirst() }
    programs.append((given, current))
    return current != nil
  }

  private func compile(_ given: [ValueKind]) -> ColumnProgram? {
    var kinds = given
    kinds[LambdaLayout.timeSlot] = .time
    var codes: [[Instruction]] = []
    for stage in stages {
      var code: [Instruction] = []
      for step in stage {
        guard
          let made = Compiler.compile(
            step.expression, intoColumn: step.slot, kinds: { kinds[$0] }, file: plan,
            constants: &constants)
        else { return nil }
        code += made.code
        kinds[step.slot] = made.kind
      }
      codes.append(code)
    }
    storeConstants()
    return ColumnProgram(stages: codes, kinds: kinds)
  }

  /// Fills the columns of constants that are new.
  private func storeConstants() {
    let needed = plan.firstConstant + constants.words.count
    if needed > columnCount {
      let more = Self.columns(needed * 2)
      more.update(from: words, count: columnCount * Self.pointCount)
      free(words)
      (words, columnCount) = (more, needed * 2)
    }
    while storedConstants < constants.words.count {
      let column = words + (plan.firstConstant + storedConstants) * Self.pointCount
      column.update(repeating: constants.words[storedConstants], count: Self.pointCount)
      storedConstants += 1
    }
  }

  /// The type of a slot's values in the code that was prepared.
  public func kind(of slot: Int) -> ValueKind { current?.kinds[slot] ?? .missing }

  // MARK: - Evaluation

  /// Begins a burst: texts computed before are given up.
  public func beginBurst() { arena.reset() }

  /// Runs the steps of a stage.
  /// - Parameters:
  ///   - points: bit p: point p's values are asked for.
  ///   - count: how many points there are.
  /// - Returns: false where a step fails for one of the points; nothing in the slots counts then.
  public func run(stage: Int, points: UInt64, count: Int) -> Bool {
    guard let current, let code = current.stages[stage].baseAddress else { return false }
    precondition(count >= 0 && count <= Self.pointCount)
    // The first temporary is the mask that code begins with.
    words[plan.firstTemporary * Self.pointCount] = points
    return run(code, points: points, count: count)
  }

  /// Bit p: the bool in the slot is true for point p.
  public func bits(of slot: Int, count: Int) -> UInt64 {
    precondition(slot >= 0 && slot < slotCount && count <= Self.pointCount)
    return Self.bits(words + slot * 2 * Self.pointCount, count)
  }

  static func bits(_ column: UnsafePointer<UInt64>, _ count: Int) -> UInt64 {
    var bits: UInt64 = 0
    for point in 0..<count { bits |= (column[point] & 1) &<< UInt64(point) }
    return bits
  }

  func pattern(_ number: UInt64) -> RegularExpression { patterns[Int(number)] }

  func calendar(_ function: UInt8, _ nanoseconds: Int64) -> Int64 {
    (ClockFunction(rawValue: function) ?? .unixNano)(nanoseconds, in: zone)
  }

  func now() -> Int64 { clock() }
}
