import KapacitorUDF
import Lambda
import UDFWire

/// Reads the fields and tags of a point into a machine's slots.
///
/// Fields are read in one walk; tags only where a name is not a field of the point, in a second one.
/// A field wins over a tag of the same name.
struct ScoreFields {
  private let machine: LambdaMachine
  /// By field number: the slots of the fields that expressions mention; then the written fields.
  private let slots: [Int]
  private let names: [String]
  private var fields: FieldReadings
  private var tags: FieldReadings
  private let writtenStart: [Int]

  init(_ plan: ScorePlan, _ machine: LambdaMachine) throws {
    self.machine = machine
    let references = plan.layout.references
    slots = references.map(\.slot)
    names = references.map(\.name)
    var wanted = names
    var written: [Int] = []
    for name in plan.writtenFields {
      if let index = wanted.firstIndex(of: name) {
        written.append(index)
      } else {
        written.append(wanted.count)
        wanted.append(name)
      }
    }
    writtenStart = written
    fields = FieldReadings(try FieldTable(fields: wanted))
    tags = FieldReadings(try FieldTable(fields: [], tags: names))
  }

  /// The table that edits can learn from.
  var table: FieldTable { fields.table }
  /// Of the point that was read last.
  var readings: FieldReadings { fields }

  /// - Throws: what is wrong with the point's bytes.
  @inline(__always)
  mutating func read(_ point: PointView) throws(WireFault) {
    try fields.read(point)
    machine.setTime(nanoseconds: fields.timeNanoseconds)
    var lacks = false
    for index in slots.indices {
      let slot = slots[index]
      switch fields.kind(index) {
      case .double: machine.set(slot, float: fields.double(index) ?? .nan)
      case .int: machine.set(slot, int: fields.int(index) ?? 0)
      case .bool: machine.set(slot, bool: fields.bool(index) ?? false)
      case .string:
        if let text = fields.string(index) {
          machine.set(slot, text: text.start, count: text.count)
        }
      case .missing, .tag:
        machine.setMissing(slot)
        lacks = true
      }
    }
    if lacks { try readTags(point) }
  }

  @inline(never)
  private mutating func readTags(_ point: PointView) throws(WireFault) {
    try tags.read(point)
    for index in slots.indices where machine.kind(of: slots[index]) == .missing {
      if let text = tags.string(index) {
        machine.set(slots[index], text: text.start, count: text.count)
      }
    }
  }

  /// Whether a written field stands in the point under another type than float.
  func replacesType(_ field: Int) -> Bool {
    let kind = fields.kind(writtenStart[field])
    return kind != .missing && kind != .double
  }

  /// A name that is a field and a tag of the point, where there is one.
  mutating func ambiguousName(_ point: PointView) -> String? {
    guard (try? fields.read(point)) != nil, (try? tags.read(point)) != nil else { return nil }
    return names.indices.first {
      fields.kind($0) != .missing && tags.kind($0) == .tag
    }.map { names[$0] }
  }
}
