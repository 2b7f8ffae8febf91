import Glibc
import KapacitorUDF
import UDFWire

enum ChildHandlers {
  static func definition(named name: String) throws -> any UDFDefinition {
    switch name {
    case "summing": try CodedUDF(Summing.self)
    case "drawing": try CodedUDF(Drawing.self)
    case "timed": try CodedUDF(Timed.self)
    case "poisoned": try CodedUDF(Poisoned.self)
    case "slow": try CodedUDF(Slow.self)
    default: try CodedUDF(Passing.self)
    }
  }
}

/// Without state.
struct Passing: UDFHandler {
  static var name: String { "passing" }
  static var info: UDFInfo { UDFInfo() }
  static var keepsState: Bool { false }
  init(options: Options, context: HandlerContext) throws {}
  mutating func point(_ point: PointView, _ output: inout HandlerOutput) throws {
    output.pass(point)
  }
}

/// With state: the sum of all `n` so far.
struct Summing: UDFHandler, ~Copyable {
  static var name: String { "summing" }
  static var info: UDFInfo { UDFInfo() }
  var readings: FieldReadings
  var sum: Int64 = 0

  init(options: Options, context: HandlerContext) throws {
    readings = FieldReadings(try FieldTable(fields: ["n"]))
  }

  mutating func point(_ point: PointView, _ output: inout HandlerOutput) throws {
    try readings.read(point)
    sum &+= readings.int(0) ?? 0
    var owned = try point.decoded()
    owned.fields["sum"] = .int(sum)
    try output.write(owned)
  }

  mutating func snapshot() throws -> Snapshot? {
    var writer = StateWriter()
    writer.write(sum)
    // As large as a state that costs something.
    return Snapshot(writer.bytes + [UInt8](repeating: 7, count: 20_000))
  }

  mutating func restore(_ snapshot: Snapshot) throws {
    var reader = StateReader(Array(snapshot.bytes.prefix(8)))
    sum = try reader.int()
  }
}

/// With state that is chance: adds what it draws for every point.
struct Drawing: UDFHandler, ~Copyable {
  static var name: String { "drawing" }
  static var info: UDFInfo { UDFInfo() }
  let seed: UInt64
  var chance: SeededGenerator

  init(options: Options, context: HandlerContext) throws {
    seed = context.seed
    chance = SeededGenerator(seed: seed)
  }

  mutating func point(_ point: PointView, _ output: inout HandlerOutput) throws {
    var owned = try point.decoded()
    owned.fields["seed"] = .int(Int64(bitPattern: seed))
    owned.fields["drawn"] = .int(Int64.random(in: 0...1_000_000, using: &chance))
    try output.write(owned)
  }

  mutating func snapshot() throws -> Snapshot? {
    let chance = chance
    return Snapshot { chance.write(to: &$0) }
  }

  mutating func restore(_ snapshot: Snapshot) throws {
    try snapshot.read { chance = try SeededGenerator(from: &$0) }
  }
}

/// With state that the clock reaches: two milliseconds after a point it says how many came since it spoke last, with the
/// sum of all times that it was told so far. A process that repeats its input has to tell it the same ones.
struct Timed: UDFHandler, ~Copyable {
  static var name: String { "timed" }
  static var info: UDFInfo { UDFInfo() }
  let clock: any HandlerClock
  var waiting: Int64 = 0
  var told: Int64 = 0
  var deadline: Int64 = 0

  init(options: Options, context: HandlerContext) throws { clock = context.clock }

  var wakeTimeNanoseconds: Int64? { waiting > 0 ? deadline : nil }

  mutating func point(_ point: PointView, _ output: inout HandlerOutput) throws {
    if waiting == 0 { deadline = clock.nowNanoseconds + 2_000_000 }
    waiting += 1
  }

  mutating func timeReached(_ timeNanoseconds: Int64, _ output: inout HandlerOutput) throws {
    told &+= timeNanoseconds
    try output.write(
      Point(
        timeNanoseconds: timeNanoseconds, name: "m",
        fields: ["count": .int(waiting), "told": .int(told)]))
    waiting = 0
  }

  mutating func stop(_ output: inout HandlerOutput) throws { try timeReached(0, &output) }

  mutating func snapshot() throws -> Snapshot? {
    let (waiting, told) = (waiting, told)
    return Snapshot {
      $0.write(waiting)
      $0.write(told)
    }
  }

  mutating func restore(_ snapshot: Snapshot) throws {
    try snapshot.read {
      waiting = try $0.int()
      told = try $0.int()
    }
  }
}

/// Dies on a point that has a field `poison`: 1 of a fault, 2 killed from outside; 3 never comes back from it.
struct Poisoned: UDFHandler, ~Copyable {
  static var name: String { "poisoned" }
  static var info: UDFInfo { UDFInfo() }
  static var keepsState: Bool { false }
  var readings: FieldReadings

  init(options: Options, context: HandlerContext) throws {
    readings = FieldReadings(try FieldTable(fields: ["poison"]))
  }

  mutating func point(_ point: PointView, _ output: inout HandlerOutput) throws {
    try readings.read(point)
    switch readings.int(0) {
    case 1: fatalError("as the test wants")
    case 2: kill(getpid(), SIGKILL)
    case 3: while true { sleep(1) }
    default: output.pass(point)
    }
  }
}

/// Takes three seconds over a point that has a field `slow`.
struct Slow: UDFHandler, ~Copyable {
  static var name: String { "slow" }
  static var info: UDFInfo { UDFInfo() }
  static var keepsState: Bool { false }
  var readings: FieldReadings

  init(options: Options, context: HandlerContext) throws {
    readings = FieldReadings(try FieldTable(fields: ["slow"]))
  }

  mutating func point(_ point: PointView, _ output: inout HandlerOutput) throws {
    try readings.read(point)
    if readings.int(0) != nil { sleep(3) }
    output.pass(point)
  }
}
