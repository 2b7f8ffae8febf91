import KapacitorUDF
import ModelRuntime

/// Writes the anomaly level of every point, the model evaluated for as many points at once as there
/// are.
struct WindTurbine: TaskHandler, ~Copyable {
  /// What is known of a point between its reading and its writing.
  private enum Verdict: UInt8 {
    /// The model was asked: the row is next in order.
    case scored
    case idle
    case missing
    case malformed
  }

  private struct Row {
    var verdict = Verdict.idle
    /// The point has the output field under another type, which has to go.
    var replacesType = false
    var power = 0.0
  }

  /// `Model.maximumBurstRows` of them.
  private typealias Rows = InlineArray<64, Row>

  private let rule: WindTurbineRule
  private var handle: ModelHandle
  /// The column of the answer that is the prediction. Invariant: of the handle's model while `isBound`.
  private var prediction: Int
  /// False while a new generation serves that could not be bound: every point fails until one can.
  private var isBound = true
  // Invariant: names the wind speed, the power and the output field in the first three slots, and the
  // fields of all the model's columns, whose slots `columns` lists.
  private var readings: FieldReadings
  private var columns: [Int]
  private let status: DoubleField
  /// For points that have the output field under another type; made when the first one comes.
  private var edits: PointEdits?

  init(rule: WindTurbineRule, slot: ModelSlot) throws {
    guard let handle = ModelHandle(slot) else {
      throw HandlerError("model \(slot.name) is not loaded")
    }
    // All that may throw first: what cannot be copied cannot be half made.
    let binding = try WindTurbineBinding(
      handle.model, named: slot.name, windSpeedField: rule.windSpeedField)
    let (readings, columns) = try Self.readings(rule, binding)
    let status = try DoubleField(rule.outputField)
    self.rule = rule
    prediction = binding.output
    self.readings = readings
    self.columns = columns
    self.status = status
    self.handle = handle
  }

  private static func readings(
    _ rule: WindTurbineRule, _ binding: WindTurbineBinding
  ) throws -> (FieldReadings, [Int]) {
    var fields = [rule.windSpeedField, rule.powerField, rule.outputField]
    guard Set(fields).count == fields.count else {
      throw OptionError(
        option: "as",
        reason: "expects wind_speed_field, power_field and as to name three different fields")
    }
    var columns: [Int] = []
    for field in binding.fields {
      if let slot = fields.firstIndex(of: field) {
        columns.append(slot)
      } else {
        columns.append(fields.count)
        fields.append(field)
      }
    }
    return (FieldReadings(try FieldTable(fields: fields)), columns)
  }

  var outputBytesPerPoint: Int { rule.outputField.utf8.count + 48 }

  mutating func point(_ point: PointView, _ output: inout HandlerOutput) throws {
    throw HandlerError("points come in bursts")
  }

  mutating func points(_ burst: PointBurst, _ output: inout HandlerOutput) throws {
    try takeCurrentModel()
    // Nobody's in between: many connections wait, few have points at one time.
    var scratch = ModelScratch.lent(by: handle.model)
    var rows = Rows(repeating: Row())
    var start = 0
    while start < burst.count {
      let end = min(start + Model.maximumBurstRows, burst.count)
      let part = burst[start..<end]
      read(part, &rows, &scratch)
      // (Borrowed instead of inout, the compiler would copy all rows for each one that is read.)
      try write(part, &rows, scratch, &output)
      start = end
    }
  }

  mutating func modelsChanged() throws { try takeCurrentModel() }

  @inline(__always)
  private mutating func takeCurrentModel() throws {
    if handle.refresh() { isBound = false }
    if !isBound { try bindAnew() }
  }

  private mutating func bindAnew() throws {
    let binding = try WindTurbineBinding(
      handle.model, named: handle.slot.name, windSpeedField: rule.windSpeedField)
    (readings, columns) = try Self.readings(rule, binding)
    prediction = binding.output
    isBound = true
  }

  /// Reads up to `Model.maximumBurstRows` points and asks the model for those that count.
  private mutating func read(
    _ part: PointBurst, _ rows: inout Rows, _ scratch: inout ModelScratch
  ) {
    var count = 0
    for index in part.indices {
      var row = Row()
      do {
        try readings.read(part[index])
        row = judge(row: count, &scratch)
        if row.verdict == .scored { count += 1 }
      } catch {
        row.verdict = .malformed
      }
      rows[index] = row
    }
    if count > 0 { handle.evaluate(in: &scratch, count: count) }
  }

  @inline(__always)
  private mutating func judge(row index: Int, _ scratch: inout ModelScratch) -> Row {
    var row = Row()
    let kind = readings.kind(2)
    row.replacesType = kind != .missing && kind != .double
    guard let speed = readings.double(0), let power = readings.double(1) else {
      row.verdict = .missing
      return row
    }
    row.power = power
    guard rule.runs(atWindSpeed: speed), power > 0 else { return row }
    for column in columns.indices {
      guard let value = readings.double(columns[column]) else {
        row.verdict = .missing
        return row
      }
      scratch.setInput(row: index, column: column, to: value)
    }
    row.verdict = .scored
    return row
  }

  private mutating func write(
    _ part: PointBurst, _ rows: inout Rows, _ scratch: borrowing ModelScratch,
    _ output: inout HandlerOutput
  ) throws {
    var scored = 0
    for index in part.indices {
      let point = part[index]
      let row = rows[index]
      var level = WindTurbineRule.normal
      switch row.verdict {
      case .scored:
        let prediction = scratch.output(row: scored, column: self.prediction)
        level = rule.level(power: row.power, prediction: prediction)
        scored += 1
      case .idle: break
      case .missing:
        guard try output.passesMissing(missingField(of: point), in: point) else { continue }
      case .malformed:
        try failMalformed(point, &output)
        continue
      }
      if row.replacesType {
        try replace(level, in: point, &output)
      } else {
        output.pass(point, setting: status, to: level)
      }
    }
  }

  private mutating func replace(
    _ level: Double, in point: PointView, _ output: inout HandlerOutput
  ) throws {
    var edits = try self.edits ?? PointEdits(writing: [rule.outputField])
    self.edits = edits
    edits.set(0, level)
    try output.pass(point, edits)
  }

  private mutating func failMalformed(
    _ point: PointView, _ output: inout HandlerOutput
  ) throws {
    do { try readings.read(point) } catch { try output.fail(point, error) }
  }

  private mutating func missingField(of point: PointView) -> String {
    guard (try? readings.read(point)) != nil else { return "readable fields" }
    let wanted = [0, 1] + columns
    let missing = wanted.first { readings.double($0) == nil } ?? 0
    return "number in field \(readings.table.fields[missing])"
  }
}
