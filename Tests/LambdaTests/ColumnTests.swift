import XCTest

@testable import Lambda

/// Columns against the machine: the same values, bit for bit, for every point, or none at all.
final class ColumnTests: XCTestCase {
  private struct Chance {
    var state: UInt64
    mutating func next(_ bound: Int) -> Int {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Int(state % UInt64(bound))
    }

    mutating func pick<T>(_ choices: [T]) -> T { choices[next(choices.count)] }
  }

  /// Evaluates an expression both ways.
  private struct Pair {
    let expression: BoundExpression
    let layout: LambdaLayout
    let machine: LambdaMachine
    let columns: LambdaColumns
    let slot: Int

    init?(_ text: String) throws {
      var layout = LambdaLayout()
      guard let program = try? LambdaProgram(parsing: text),
        let expression = try? layout.bind(program), !layout.isStateful
      else { return nil }
      self.expression = expression
      slot = layout.declare("result")
      self.layout = layout
      machine = LambdaMachine(layout: layout, clock: { 42 })
      columns = LambdaColumns(
        layout: layout, stages: [[ColumnStep(expression, into: slot)]], clock: { 42 })
    }

    private func reference(_ point: [String: LambdaValue], _ time: Int64) -> LambdaValue? {
      machine.beginBurst()
      machine.setTime(nanoseconds: time)
      for (name, slot) in layout.references { machine.set(slot, point[name] ?? .missing) }
      return machine.evaluate(expression) ? machine.result : nil
    }

    private func set(
      _ point: Int, _ fields: [String: LambdaValue], _ texts: inout [UnsafeMutableRawBufferPointer]
    ) {
      columns.slots[0, point] = UInt64(bitPattern: Int64(point))
      for (name, slot) in layout.references {
        switch fields[name] ?? .missing {
        case .float(let value): columns.slots[slot, point] = value.bitPattern
        case .int(let value): columns.slots[slot, point] = UInt64(bitPattern: value)
        case .bool(let value): columns.slots[slot, point] = value ? 1 : 0
        case .bytes(let bytes):
          let copy = UnsafeMutableRawBufferPointer.allocate(
            byteCount: max(bytes.count, 1), alignment: 1)
          copy.copyBytes(from: bytes)
          texts.append(copy)
          columns.slots.set(slot, point, text: copy.baseAddress!, count: bytes.count)
        default: break
        }
      }
    }

    /// - Returns: whether the columns had values.
    func check(_ points: [[String: LambdaValue]], asked: UInt64, _ text: String) -> Bool {
      columns.beginBurst()
      var given = [ValueKind](repeating: .missing, count: layout.slotCount)
      for (name, slot) in layout.references { given[slot] = (points[0][name] ?? .missing).kind }
      guard columns.prepare(given) else { return false }
      var texts: [UnsafeMutableRawBufferPointer] = []
      defer { for text in texts { text.deallocate() } }
      for (index, point) in points.enumerated() { set(index, point, &texts) }
      guard columns.run(stage: 0, points: asked, count: points.count) else {
        // For one of the points there is no value.
        let values = points.indices.filter { asked >> UInt64($0) & 1 != 0 }
          .map { reference(points[$0], Int64($0)) }
        XCTAssertTrue(values.contains(nil), "the columns gave up on \(text)")
        return false
      }
      for index in points.indices where asked >> UInt64(index) & 1 != 0 {
        let expected = reference(points[index], Int64(index))
        XCTAssertTrue(
          Self.same(expected, value(index)), "\(text), point \(index): \(points[index])")
      }
      return true
    }

    private func value(_ point: Int) -> LambdaValue {
      let word = columns.slots[slot, point]
      switch columns.kind(of: slot) {
      case .float: return .float(Double(bitPattern: word))
      case .int: return .int(Int64(bitPattern: word))
      case .bool: return .bool(word != 0)
      case .string: return .bytes(Array(columns.slots.text(slot, point)))
      case .duration: return .duration(nanoseconds: Int64(bitPattern: word))
      case .time: return .time(nanoseconds: Int64(bitPattern: word))
      case .missing, .regex: return .missing
      }
    }

    private static func same(_ a: LambdaValue?, _ b: LambdaValue) -> Bool {
      if case .float(let x)? = a, case .float(let y) = b { return x.bitPattern == y.bitPattern }
      return a == b
    }
  }

  private static let floats: [Double] = [
    0, -0.0, 1, -1.5, 3.25, 1e300, -1e300, .infinity, .nan, Double.leastNonzeroMagnitude, 7, 0.1,
  ]
  private static let ints: [Int64] = [0, 1, -1, 2, 7, .max, .min, 1000]
  private static let texts = ["", "a", "b", "abc", "1.5", "7", "true", "über", "x y"]

  private static func point(_ chance: inout Chance) -> [String: LambdaValue] {
    [
      "x": .float(chance.pick(floats)), "y": .float(chance.pick(floats)),
      "i": .int(chance.pick(ints)), "j": .int(chance.pick(ints)),
      "b": .bool(chance.next(2) == 0), "s": .string(chance.pick(texts)),
      "t": .string(chance.pick(texts)),
    ]
  }

  /// A random expression of a type, mostly one that has a value.
  private static func expression(_ kind: ValueKind, _ depth: Int, _ chance: inout Chance) -> String
  {
    func part(_ kind: ValueKind, _ chance: inout Chance) -> String {
      expression(kind, depth - 1, &chance)
    }
    guard depth > 0 else {
      switch kind {
      case .float: return chance.pick(["\"x\"", "\"y\"", "1.5", "0.0", "-2.25"])
      case .int: return chance.pick(["\"i\"", "\"j\"", "3", "0", "-1"])
      case .bool: return chance.pick(["\"b\"", "TRUE", "FALSE"])
      case .duration: return chance.pick(["1s", "90m", "5u"])
      default: return chance.pick(["\"s\"", "\"t\"", "'a'", "''", "'x y'"])
      }
    }
    if chance.next(4) == 0 {
      let condition = part(.bool, &chance)
      return "if(\(condition), \(part(kind, &chance)), \(part(kind, &chance)))"
    }
    switch kind {
    case .float:
      switch chance.next(6) {
      case 0: return "abs(\(part(.float, &chance)))"
      case 1: return "float(\(part(.int, &chance)))"
      case 2:
        return "\(chance.pick(["max", "min", "pow", "hypot", "mod"]))"
          + "(\(part(.float, &chance)), \(part(.float, &chance)))"
      case 3:
        return "\(chance.pick(["floor", "sqrt", "exp", "sin", "log"]))(\(part(.float, &chance)))"
      case 4: return "-\(part(.float, &chance))"
      default:
        let operation = chance.pick(["+", "-", "*", "/"])
        let other: ValueKind = chance.next(4) == 0 ? .int : .float
        return "(\(part(.float, &chance)) \(operation) \(part(other, &chance)))"
      }
    case .int:
      switch chance.next(5) {
      case 0: return "strLength(\(part(.string, &chance)))"
      case 1: return "int(\(part(.float, &chance)))"
      case 2: return "int(\(part(.string, &chance)))"
      default:
        return
          "(\(part(.int, &chance)) \(chance.pick(["+", "-", "*", "/", "%"])) \(part(.int, &chance)))"
      }
    case .bool:
      switch chance.next(7) {
      case 0: return "!\(part(.bool, &chance))"
      case 1: return "(\(part(.string, &chance)) =~ /^[a-b]/)"
      case 2: return "strContains(\(part(.string, &chance)), \(part(.string, &chance)))"
      case 3, 4:
        return "(\(part(.bool, &chance)) \(chance.pick(["AND", "OR"])) \(part(.bool, &chance)))"
      default:
        let sides = chance.pick([ValueKind.float, .int, .string, .duration])
        let operation = chance.pick(["<", "<=", ">", ">=", "==", "!="])
        return "(\(part(sides, &chance)) \(operation) \(part(sides, &chance)))"
      }
    case .duration:
      return chance.next(2) == 0
        ? "(\(part(.duration, &chance)) * \(part(.float, &chance)))"
        : "(\(part(.duration, &chance)) - \(part(.duration, &chance)))"
    default:
      switch chance.next(5) {
      case 0: return "string(\(part(chance.pick([.float, .int, .bool]), &chance)))"
      case 1: return "strToUpper(\(part(.string, &chance)))"
      case 2: return "strSubstring(\(part(.string, &chance)), 0, \(part(.int, &chance)))"
      case 3: return "regexReplace(/(a)|x/, \(part(.string, &chance)), '<$1>')"
      default: return "(\(part(.string, &chance)) + \(part(.string, &chance)))"
      }
    }
  }

  /// Random expressions over random points; what the columns cannot do they leave alone.
  func testRandomExpressions_areWorthWhatTheMachineSays() throws {
    var chance = Chance(state: 0x1357_9BDF_0246_8ACE)
    var computed = 0
    for _ in 0..<1_500 {
      let kind = chance.pick([ValueKind.float, .int, .bool, .string, .duration])
      let text = Self.expression(kind, 1 + chance.next(4), &chance)
      guard let pair = try Pair(text) else { continue }
      for _ in 0..<2 {
        let count = 1 + chance.next(64)
        let points = (0..<count).map { _ in Self.point(&chance) }
        let all = UInt64.max >> UInt64(64 - count)
        let asked = chance.next(2) == 0 ? all : all & (chance.state &* 0x9E37_79B9_7F4A_7C15)
        if pair.check(points, asked: asked, text) { computed += 1 }
      }
    }
    XCTAssertGreaterThan(computed, 1_500, "most expressions have values")
  }

  /// What may fail is only computed where it is asked for.
  func testAGuardedDivision_doesNotFail() throws {
    let points: [[String: LambdaValue]] = (0..<10).map { ["i": .int(6), "j": .int(Int64($0 % 3))] }
    for text in [
      "if(\"j\" == 0, 0, \"i\" / \"j\")", "\"j\" != 0 AND \"i\" / \"j\" > 3",
      "\"j\" == 0 OR \"i\" % \"j\" == 0",
      "if(\"j\" > 0, if(\"j\" > 1, \"i\" / (\"j\" - 1), \"i\" / \"j\"), -1)",
    ] {
      let pair = try XCTUnwrap(Pair(text))
      XCTAssertTrue(pair.check(points, asked: 0x3FF, text), text)
    }
    let pair = try XCTUnwrap(Pair("\"i\" / \"j\""))
    XCTAssertFalse(pair.check(points, asked: 0x3FF, "unguarded"))
    XCTAssertTrue(pair.check(points, asked: 0b01_1011_0110, "asked where it has values"))
  }

  /// A missing field is a type of its own: the machine says what comes of it.
  func testMissingFields_areLeftToTheMachine() throws {
    let pair = try XCTUnwrap(Pair("\"x\" > 1.0"))
    XCTAssertFalse(pair.check([[:], [:]], asked: 3, "missing"))
    let presence = try XCTUnwrap(Pair("isPresent(\"x\")"))
    XCTAssertTrue(presence.check([[:], [:]], asked: 3, "presence"))
  }
}
