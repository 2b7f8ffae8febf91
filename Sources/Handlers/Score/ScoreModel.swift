import KapacitorUDF
import Lambda
import ModelRuntime

/// A model in the hands of one handler: its rows are filled from expressions, its answers go into
/// slots.
final class ScoreModel {
  private struct Answer {
    let column: Int
    let slot: Int
    let classes: [ClassValue]?
  }

  /// A class label, ready to be put into a slot.
  private enum ClassValue {
    case float(Double)
    case int(Int64)
    case bool(Bool)
    /// Text in memory that the model's binding owns.
    case text(UnsafeRawPointer, Int)

    var kind: ValueKind {
      switch self {
      case .float: .float
      case .int: .int
      case .bool: .bool
      case .text: .string
      }
    }

    @inline(__always)
    func store(to slots: ColumnSlots, _ slot: Int, _ point: Int) {
      switch self {
      case .float(let value): slots[slot, point] = value.bitPattern
      case .int(let value): slots[slot, point] = UInt64(bitPattern: value)
      case .bool(let value): slots[slot, point] = value ? 1 : 0
      case .text(let start, let count): slots.set(slot, point, text: start, count: count)
      }
    }
  }

  // Used by one handler on one thread, never from within itself: nothing to check.
  @exclusivity(unchecked) private var handle: ModelHandle
  // Invariant: scratch and answers fit the handle's model.
  @exclusivity(unchecked) private var scratch: ModelScratch
  @exclusivity(unchecked) private var answers: [Answer] = []
  private var labels: [UnsafeMutableRawBufferPointer] = []
  private let binding: ScorePlan.ModelBinding
  private let machine: LambdaMachine
  /// Whether the point's row has a value that is no number.
  @exclusivity(unchecked) private(set) var failure: ScoreFailure?

  private enum HotInput {
    case slot(Int)
    case expression(LambdaHandle)
    case categorySlot(Int)
    case categoryExpression(LambdaHandle)
  }

  /// The binding's inputs, in memory that counts no references.
  private let inputs: UnsafeMutableBufferPointer<HotInput>

  init(_ slot: ModelSlot, _ binding: ScorePlan.ModelBinding, _ machine: LambdaMachine) throws {
    guard let handle = ModelHandle(slot) else {
      throw HandlerError("model \(slot.name) is not loaded")
    }
    scratch = ModelScratch(for: handle.model)
    self.binding = binding
    self.machine = machine
    inputs = .allocate(capacity: binding.inputs.count)
    _ = inputs.initialize(
      from: zip(binding.inputs, handle.model.inputs).map { input, column in
        switch (input, column.kind) {
        case (.slot(let slot), .number): HotInput.slot(slot)
        case (.expression(let expression), .number): .expression(LambdaHandle(expression))
        case (.slot(let slot), .category): .categorySlot(slot)
        case (.expression(let expression), .category): .categoryExpression(LambdaHandle(expression))
        }
      })
    self.handle = handle
    try bind()
  }

  deinit {
    for label in labels { label.deallocate() }
    inputs.deallocate()
  }

  var digest: String { handle.model.metadata.digest }

  /// Takes the current model.
  /// - Returns: whether it is another one.
  @discardableResult
  func refresh() throws -> Bool {
    guard handle.refresh() else { return false }
    if !scratch.fits(handle.model) { scratch = ModelScratch(for: handle.model) }
    try bind()
    return true
  }

  private func bind() throws {
    let model = handle.model
    // A reload that would change the inputs is refused before it gets here (ScoreUDF.check).
    guard model.inputs.count == binding.inputs.count else {
      throw HandlerError("model \(binding.name) has other inputs than when the task started")
    }
    for label in labels { label.deallocate() }
    (answers, labels) = ([], [])
    for (name, slot) in binding.outputs {
      guard let column = model.outputIndex(named: name) else {
        throw HandlerError("model \(binding.name) has no output \(name) any more")
      }
      var classes: [ClassValue]?
      if case .label(let names) = model.outputs[column].kind { classes = names.map(value) }
      answers.append(Answer(column: column, slot: slot, classes: classes))
    }
  }

  private func value(_ label: ClassLabel) -> ClassValue {
    switch label {
    case .integer(let value): return .int(value)
    case .boolean(let value): return .bool(value)
    case .number(let value): return .float(value)
    case .string(let text):
      let memory = UnsafeMutableRawBufferPointer.allocate(
        byteCount: max(text.utf8.count, 1), alignment: 1)
      memory.copyBytes(from: text.utf8)
      labels.append(memory)
      return .text(UnsafeRawPointer(memory.baseAddress!), text.utf8.count)
    }
  }

  /// Fills a row from the point that the machine's slots hold.
  /// - Returns: false where an input has no number; `failure` says why.
  func fill(row: Int, _ cells: LambdaCells) -> Bool {
    for column in 0..<inputs.count {
      switch inputs[column] {
      case .slot(let slot):
        guard let number = machine.number(of: slot) else {
          failure = missing(slot, column)
          return false
        }
        scratch.setInput(row: row, column: column, to: number)
      case .expression(let expression):
        guard machine.evaluate(expression, cells), let number = machine.numberResult else {
          failure = ScoreFailure(
            "input", inputName(column), machine.failure, kind: machine.resultKind)
          return false
        }
        scratch.setInput(row: row, column: column, to: number)
      case .categorySlot(let slot):
        guard let code = category(machine.text(of: slot), machine.number(of: slot)) else {
          failure = missing(slot, column, "a category")
          return false
        }
        scratch.setInput(row: row, column: column, to: code)
      case .categoryExpression(let expression):
        guard machine.evaluate(expression, cells),
          let code = category(
            machine.resultKind == .string ? machine.textResult : nil, machine.numberResult)
        else {
          failure = ScoreFailure(
            "input", inputName(column), machine.failure, kind: machine.resultKind)
          return false
        }
        scratch.setInput(row: row, column: column, to: code)
      }
    }
    return true
  }

  /// Text, or a whole number for its digits: an integer that was written as a float is one still.
  private func category(_ text: UnsafeRawBufferPointer?, _ number: Double?) -> Double? {
    if let text { return CategoryCode.number(for: text) }
    return number.flatMap { Int64(exactly: $0) }.map { CategoryCode.number(for: $0) }
  }

  private func inputName(_ column: Int) -> String {
    handle.model.inputs[column].name ?? "\(column + 1)"
  }

  private func missing(
    _ slot: Int, _ column: Int, _ wanted: StaticString = "a number"
  ) -> ScoreFailure {
    let name = inputName(column)
    let kind = machine.kind(of: slot)
    return kind == .missing
      ? ScoreFailure(missing: "field \(name)")
      : ScoreFailure("input \(name) is a \(kind.name), not \(wanted)")
  }

  /// The inputs of a row, as they were filled in.
  func row(_ row: Int) -> [(name: String, value: Double)] {
    binding.inputs.indices.map { (inputName($0), scratch.input(row: row, column: $0)) }
  }

  func evaluate(count: Int) { handle.evaluate(in: &scratch, count: count) }

  /// The type of a slot's answers; nil where classes are of several types.
  func kind(of slot: Int) -> ValueKind? {
    guard let answer = answers.first(where: { $0.slot == slot }) else { return nil }
    guard let classes = answer.classes else { return .float }
    guard let first = classes.first?.kind else { return nil }
    return classes.contains { $0.kind != first } ? nil : first
  }

  // MARK: - Many points at once

  /// Fills a column of the rows from a slot: one row for each point of the mask, in order.
  func fill(column: Int, from slots: ColumnSlots, _ slot: Int, of points: UInt64, isInt: Bool) {
    var (rest, row) = (points, 0)
    while rest != 0 {
      let word = slots[slot, rest.trailingZeroBitCount]
      let number = isInt ? Double(Int64(bitPattern: word)) : Double(bitPattern: word)
      scratch.setInput(row: row, column: column, to: number)
      rest &= rest &- 1
      row += 1
    }
  }

  /// Puts the answers into the slots of the points of the mask.
  /// - Returns: false where an answer is no class.
  func answer(to slots: ColumnSlots, of points: UInt64) -> Bool {
    for index in answers.indices {
      let (slot, column) = (answers[index].slot, answers[index].column)
      let classes = answers[index].classes
      var (rest, row) = (points, 0)
      while rest != 0 {
        let point = rest.trailingZeroBitCount
        let number = scratch.output(row: row, column: column)
        if let classes {
          guard number >= 0, number < Double(classes.count) else { return false }
          classes[Int(number)].store(to: slots, slot, point)
        } else {
          slots[slot, point] = number.bitPattern
        }
        rest &= rest &- 1
        row += 1
      }
    }
    return true
  }

  // MARK: - One point

  /// Puts the answers of a row into their slots. An answer that is no class is missing.
  func answer(row: Int) {
    for index in answers.indices {
      let slot = answers[index].slot
      let number = scratch.output(row: row, column: answers[index].column)
      guard let classes = answers[index].classes else {
        machine.set(slot, float: number)
        continue
      }
      guard number >= 0, number < Double(classes.count) else {
        machine.setMissing(slot)
        continue
      }
      switch classes[Int(number)] {
      case .float(let value): machine.set(slot, float: value)
      case .int(let value): machine.set(slot, int: value)
      case .bool(let value): machine.set(slot, bool: value)
      case .text(let start, let count): machine.set(slot, text: start, count: count)
      }
    }
  }
}
