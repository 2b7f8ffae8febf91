import KapacitorUDF
import UDFWire
import XCTest

@testable import Daemon

final class TICKscriptTests: XCTestCase {
  private let info = UDFInfo(options: [
    .double("threshold", default: 0.15), .string("field", "which field"),
    .int("window_size", default: 10),
    OptionDeclaration(name: "keep", types: [.string], isList: true),
    OptionDeclaration(name: "range", types: [.double, .double]),
    .duration("every", default: .seconds(10)),
  ])

  private func faults(_ script: String) -> [String] {
    UDFCall.calls(in: script).filter { $0.udf == "score" }
      .flatMap { $0.findings(info, task: "t") }.map(\.line)
  }

  func testACallThatFits_isFine() {
    XCTAssertEqual(
      faults(
        """
        // a comment with @score().nothing(1)
        var limit = 0.5
        var name = 'it\\'s @score().nothing(1)'
        var long = \'\'\'
        @score().nothing(1)\'\'\'
        stream
            |from().measurement('m').where(lambda: "x" > 1 AND isPresent("y"))
            @score()
                // the limit
                .threshold(limit)
                .field(name).window_size(-5)
                .keep('a', 'b').keep('c')
                .range(-1.0, 2.5)
                .every(1h30m)
                .quiet()
            |alert().crit(lambda: "anomaly_status" >= 1.0).log('/tmp/x')
        """), [])
  }

  func testWhatDoesNotFit_isNamedWithItsRemedy() {
    let known: [(String, String)] = [
      (
        "@score().field('x').treshold(0.2)",
        "task t, line 1: @score() has no option .treshold(); did you mean .threshold()?"
      ),
      (
        "@score()\n  .field('x')\n  .threshold(50)",
        "task t, line 3: @score() .threshold() takes DOUBLE, not INT; write the number with a decimal point, as in .threshold(0.15)"
      ),
      (
        "var n = 50\nstream|from()@score().field('x').threshold(n)",
        "task t, line 2: @score() .threshold() takes DOUBLE, not INT; write the number with a decimal point, as in .threshold(0.15)"
      ),
      (
        "@score().threshold(0.5)",
        "task t, line 1: @score() needs .field('...'); add it: which field"
      ),
      (
        "@score().field('x').range(1.0)",
        "task t, line 1: @score() .range() takes 2 values, not 1; write .range(1.0, 1.0)"
      ),
      (
        "@score().field(TRUE)",
        "task t, line 1: @score() .field() takes STRING, not BOOL; write .field('...')"
      ),
      (
        "@score().field('x').keep()",
        "task t, line 1: @score() .keep() takes one value or more, not 0; write .keep('...')"
      ),
      (
        "@score().field('x').every(10)",
        "task t, line 1: @score() .every() takes DURATION, not INT; write .every(10s)"
      ),
    ]
    for (script, fault) in known { XCTAssertEqual(faults(script), [fault], script) }
  }

  func testNoScriptIsTooBroken() {
    for script in [
      "", "@", "@score", "@score(", "@score().", "@score().field(", "@score().field('", "\'\'\'",
      "var", "var x =",
      "@score().field((((", "'\\", "@score()\u{0}.field('x')",
    ] {
      _ = faults(script)
    }
  }
}
