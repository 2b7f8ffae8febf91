import Glibc

/// Evaluates the expressions of one layout. A machine belongs to one handler and one thread; the
/// values of slots are set for a point, then expressions are evaluated, without allocating memory
/// once every combination of types has been seen.
///
/// Unsafe memory: slots, intermediate values and constants lie in one block of words, so that an
/// instruction addresses all of them alike. The block's layout is `RegisterPlan`'s; registers in
/// instructions come from the compiler alone, slots from the layout.
public final class LambdaMachine {
  private let plan: RegisterPlan
  private let patterns: [RegularExpression]
  private let zone: LambdaTimeZone
  private let clock: @Sendable () -> Int64
  let slotCount: Int

  /// r[2 * slot] and, for texts, r[2 * slot + 1]; then what `plan` says. As many as can be addressed:
  /// pages that are never used cost nothing, and a pointer that never changes needs no exclusivity
  /// checks where it is used.
  @usableFromInline let registers: UnsafeMutablePointer<UInt64>
  @usableFromInline let kinds: UnsafeMutablePointer<ValueKind>
  private var constants: ConstantPool
  // One thread, and no call of a machine's method runs inside another: nothing to check.
  @exclusivity(unchecked) var arena = TextArena()
  @exclusivity(unchecked) private var frames: LambdaFrames

  /// Code by expression: what is in use, and all that is kept.
  private let current: UnsafeMutablePointer<UnsafeMutablePointer<Specialisation.Header>?>
  private var kept: [[Specialisation]]

  /// The last evaluation's result: where it lies and its type; missing after a failure. Behind a
  /// pointer for the same reason.
  @usableFromInline let last: UnsafeMutablePointer<LastResult>
  @exclusivity(unchecked) private var failed:
    (expression: BoundExpression, instruction: Int, fault: RuntimeFault)?

  /// - Parameter clock: nanoseconds since 1970, for now().
  public init(
    layout: LambdaLayout, timeZone: LambdaTimeZone = .utc,
    clock: @escaping @Sendable () -> Int64 = LambdaMachine.systemTime
  ) {
    self.clock = clock
    plan = RegisterPlan(slots: layout.slotCount)
    patterns = layout.patterns
    zone = timeZone
    slotCount = layout.slotCount
    registers = .allocate(capacity: RegisterPlan.addressableWords)
    registers.initialize(repeating: 0, count: plan.firstTemporary)
    last = .allocate(capacity: 1)
    last.initialize(to: LastResult(register: 0, kind: .missing))
    kinds = .allocate(capacity: slotCount)
    kinds.initialize(repeating: .missing, count: slotCount)
    kinds[LambdaLayout.timeSlot] = .time
    constants = ConstantPool(first: plan.firstConstant)
    current = .allocate(capacity: max(layout.expressionCount, 1))
    current.initialize(repeating: nil, count: max(layout.expressionCount, 1))
    kept = Array(repeating: [], count: layout.expressionCount)
    frames = LambdaFrames(slots: layout.slotCount)
  }

  deinit {
    registers.deallocate()
    last.deallocate()
    kinds.deallocate()
    current.deallocate()
    for text in constants.texts { text.deallocate() }
  }

  // MARK: - Slots

  /// Begins a burst: texts computed before are given up.
  public func beginBurst() { arena.reset() }

  @inlinable
  public func setTime(nanoseconds: Int64) { registers[0] = UInt64(bitPattern: nanoseconds) }

  @inlinable
  public func set(_ slot: Int, float value: Double) {
    registers[slot &* 2] = value.bitPattern
    kinds[slot] = .float
  }

  @inlinable
  public func set(_ slot: Int, int value: Int64) {
    registers[slot &* 2] = UInt64(bitPattern: value)
    kinds[slot] = .int
  }

  @inlinable
  public func set(_ slot: Int, bool value: Bool) {
    registers[slot &* 2] = value ? 1 : 0
    kinds[slot] = .bool
  }

  /// The bytes stay where they are until the burst is done.
  @inlinable
  public func set(_ slot: Int, text: UnsafeRawPointer, count: Int) {
    registers[slot &* 2] = UInt64(UInt(bitPattern: text))
    registers[slot &* 2 &+ 1] = UInt64(count)
    kinds[slot] = .string
  }

  @inlinable
  public func setMissing(_ slot: Int) { kinds[slot] = .missing }

  public func set(_ slot: Int, _ value: LambdaValue) {
    switch value {
    case .missing: setMissing(slot)
    case .float(let number): set(slot, float: number)
    case .int(let number): set(slot, int: number)
    case .bool(let flag): set(slot, bool: flag)
    case .bytes(let bytes): setText(slot, bytes)
    case .duration(let nanoseconds), .time(let nanoseconds):
      registers[slot * 2] = UInt64(bitPattern: nanoseconds)
      kinds[slot] = value.kind
    }
  }

  private func setText(_ slot: Int, _ bytes: [UInt8]) {
    let copied = bytes.withUnsafeBufferPointer { source in
      source.baseAddress.map { arena.append(TextSlice(start: $0, count: source.count)) } ?? true
    }
    guard copied, let text = arena.finish() else {
      arena.abandon()
      return setMissing(slot)
    }
    set(slot, text: text.start, count: text.count)
  }

  /// Sets all slots aside under a number below `LambdaFrames.count`: a burst's points are read one
  /// after the other, and answered when a model has been asked for all of them.
  @inline(__always)
  public func setAside(_ number: Int) { frames.store(number, registers, kinds) }

  /// The slots as they were set aside.
  @inline(__always)
  public func takeUp(_ number: Int) { frames.load(number, registers, kinds) }

  public func kind(of slot: Int) -> ValueKind { kinds[slot] }

  /// The number in a slot: ints serve.
  @inlinable
  public func number(of slot: Int) -> Double? {
    switch kinds[slot] {
    case .float: Double(bitPattern: registers[slot &* 2])
    case .int: Double(Int64(bitPattern: registers[slot &* 2]))
    default: nil
    }
  }

  /// The text in a slot; nil where it holds none. Valid until the burst is done.
  public func text(of slot: Int) -> UnsafeRawBufferPointer? {
    guard kinds[slot] == .string else { return nil }
    let text = TextSlice(words: registers + slot &* 2)
    return UnsafeRawBufferPointer(start: text.start, count: text.count)
  }

  /// The value of a slot, copied.
  public func value(of slot: Int) -> LambdaValue { value(at: slot * 2, kinds[slot]) }

  // MARK: - Results

  @inlinable public var resultKind: ValueKind { last.pointee.kind }
  @inlinable var resultRegister: Int { last.pointee.register }

  /// Puts the last result into a slot.
  @inlinable
  public func keepResult(in slot: Int) {
    registers[slot &* 2] = registers[resultRegister]
    if resultKind == .string { registers[slot &* 2 &+ 1] = registers[resultRegister &+ 1] }
    kinds[slot] = resultKind
  }

  @inlinable public var floatResult: Double { Double(bitPattern: registers[resultRegister]) }
  @inlinable public var intResult: Int64 { Int64(bitPattern: registers[resultRegister]) }
  @inlinable public var boolResult: Bool { registers[resultRegister] != 0 }
  /// Valid until the burst is done.
  public var textResult: UnsafeRawBufferPointer {
    let text = TextSlice(words: registers + resultRegister)
    return UnsafeRawBufferPointer(start: text.start, count: text.count)
  }

  /// The last result as a number: ints serve.
  public var numberResult: Double? {
    switch resultKind {
    case .float: floatResult
    case .int: Double(intResult)
    default: nil
    }
  }

  public var result: LambdaValue { value(at: resultRegister, resultKind) }

  private func value(at register: Int, _ kind: ValueKind) -> LambdaValue {
    let word = registers[register]
    switch kind {
    case .missing, .regex: return .missing
    case .float: return .float(Double(bitPattern: word))
    case .int: return .int(Int64(bitPattern: word))
    case .bool: return .bool(word != 0)
    case .string: return .bytes(TextSlice(words: registers + register).bytes)
    case .duration: return .duration(nanoseconds: Int64(bitPattern: word))
    case .time: return .time(nanoseconds: Int64(bitPattern: word))
    }
  }

  // MARK: - Evaluation

  /// Evaluates an expression of the layout with the slots as they are.
  /// - Parameter state: the group's; nil only where nothing in the layout has state.
  /// - Returns: whether there is a value; `failure` says why not.
  public func evaluate(_ expression: BoundExpression, _ state: LambdaState? = nil) -> Bool {
    withExtendedLifetime((expression, state)) {
      evaluate(LambdaHandle(expression), LambdaCells(state))
    }
  }

  /// The same without counting references.
  public func evaluate(_ handle: LambdaHandle, _ cells: LambdaCells) -> Bool {
    var header = current[handle.index]
    if header == nil || !fits(header!) {
      header = specialise(handle.expression.takeUnretainedValue())
    }
    guard let header else { return false }
    let stopped = run(header.pointee.instructions, cells.cells)
    if stopped.instruction < 0 {
      last.pointee = LastResult(
        register: Int(header.pointee.result), kind: header.pointee.kind)
      return true
    }
    note(handle, stopped)
    return false
  }

  @inline(never)
  private func note(_ handle: LambdaHandle, _ stop: Stop) {
    last.pointee = LastResult(register: 0, kind: .missing)
    failed = (handle.expression.takeUnretainedValue(), stop.instruction, stop.fault)
  }

  @inline(__always)
  private func fits(_ header: UnsafeMutablePointer<Specialisation.Header>) -> Bool {
    let guards = header.pointee.guards
    for index in 0..<header.pointee.guardCount
    where kinds[Int(guards[index].slot)] != guards[index].kind {
      return false
    }
    return true
  }

  /// Finds or makes the code for the types that the slots have now.
  private func specialise(
    _ expression: BoundExpression
  ) -> UnsafeMutablePointer<Specialisation.Header>? {
    let index = expression.index
    if let known = kept[index].first(where: { fits($0.header) }) {
      current[index] = known.header
      return known.header
    }
    let made = Compiler.compile(
      expression, kinds: { kinds[$0] }, file: plan, constants: &constants)
    storeConstants()
    // The oldest goes: a stream that alternates among more combinations pays for compiling.
    if kept[index].count == LambdaLimits.maximumSpecialisations { kept[index].removeFirst() }
    kept[index].append(made)
    current[index] = made.header
    return made.header
  }

  private func storeConstants() {
    (registers + plan.firstConstant).update(from: constants.words, count: constants.words.count)
  }

  /// Why the last evaluation had no value.
  public var failure: LambdaFailure? {
    guard let failed else { return nil }
    guard
      let code = kept[failed.expression.index].first(where: {
        $0.header == current[failed.expression.index]
      }), failed.instruction < code.places.count
    else { return nil }
    let instruction = code.header.pointee.instructions[failed.instruction]
    if instruction.operation == .fail { return code.failures[Int(instruction.b)] }
    let message = failed.fault.message(detail(instruction))
    return LambdaFailure(message, at: code.places[failed.instruction])
  }

  /// The argument that a conversion could not take.
  private func detail(_ instruction: Instruction) -> String {
    guard instruction.operation == .convert,
      let conversion = Conversion(rawValue: instruction.function)
    else { return "" }
    switch conversion {
    case .boolFromInt: return value(at: Int(instruction.b), .int).description
    case .boolFromFloat: return value(at: Int(instruction.b), .float).description
    default: return "'\(value(at: Int(instruction.b), .string).description)'"
    }
  }

  func pattern(_ number: UInt64) -> RegularExpression { patterns[Int(number)] }

  @inline(never)
  func calendar(_ function: UInt8, _ nanoseconds: Int64) -> Int64 {
    (ClockFunction(rawValue: function) ?? .unixNano)(nanoseconds, in: zone)
  }

  @inline(never)
  func now() -> Int64 { clock() }

  /// The machine's clock.
  @Sendable
  public static func systemTime() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
