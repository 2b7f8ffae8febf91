import XCTest

@testable import Lambda

/// Evaluates one expression over points, with one group.
struct Evaluation {
  let machine: LambdaMachine
  let expression: BoundExpression
  let layout: LambdaLayout
  let state: LambdaState

  init(_ text: String, names: LambdaNames = [:], zone: LambdaTimeZone = .utc) throws {
    var layout = LambdaLayout()
    expression = try layout.bind(LambdaProgram(parsing: text), names: names)
    self.layout = layout
    machine = LambdaMachine(layout: layout, timeZone: zone)
    state = LambdaState(for: layout)
  }

  /// The value for a point; nil where there is none.
  func callAsFunction(
    _ fields: [String: LambdaValue] = [:], time: Int64 = 0, state other: LambdaState? = nil
  ) -> LambdaValue? {
    machine.beginBurst()
    machine.setTime(nanoseconds: time)
    for (name, slot) in layout.references { machine.set(slot, fields[name] ?? .missing) }
    return machine.evaluate(expression, other ?? state) ? machine.result : nil
  }

  func float(_ x: Double, time: Int64 = 0, state other: LambdaState? = nil) -> Double? {
    guard case .float(let value)? = self(["x": .float(x)], time: time, state: other) else {
      return nil
    }
    return value
  }
}

/// What an expression without fields is worth.
func value(_ text: String, file: StaticString = #filePath, line: UInt = #line) -> LambdaValue? {
  do {
    return try Evaluation(text)()
  } catch {
    XCTFail("\(text): \(error)", file: file, line: line)
    return nil
  }
}

func refusal(_ text: String, names: LambdaNames = [:]) -> LambdaError? {
  do {
    _ = try Evaluation(text, names: names)
    return nil
  } catch {
    return error as? LambdaError
  }
}
