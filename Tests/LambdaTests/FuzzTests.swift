import XCTest

@testable import Lambda

/// Random and mutated expressions: whatever the text, it is refused or evaluated, never more.
final class FuzzTests: XCTestCase {
  private struct Chance {
    var state: UInt64
    mutating func next(_ bound: Int) -> Int {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Int(state % UInt64(bound))
    }
  }

  private static let words = [
    "\"x\"", "\"s\"", "\"b\"", "\"i\"", "\"nope\"", "\"time\"", "1", "2.5", "0", "-", "!", "'a'",
    "''", "TRUE", "FALSE", "1h", "10u", "/a/", "/(b)|c/", "+", "-", "*", "/", "%", "==", "!=", "<",
    "<=", ">", ">=", "=~", "!~", "AND", "OR", "(", ")", ",", "if(", "abs(", "count()", "sigma(",
    "rollingMean(", "rollingMedian(", "lag(", "strReplace(", "strSubstring(", "regexReplace(",
    "isPresent(", "duration(", "string(", "float(", "int(", "bool(", "hour(", "max(", "pow(",
    "elapsed()", "streak(", "humanBytes(", "round(", "9223372036854775807", "1e308", "0.0",
  ]

  private func evaluate(_ text: String) {
    guard let evaluation = try? Evaluation(text) else { return }
    let points: [[String: LambdaValue]] = [
      ["x": .float(1.5), "s": .string("abc"), "b": .bool(true), "i": .int(0)],
      ["x": .int(.min), "s": .string(""), "b": .bool(false), "i": .int(-1)],
      ["x": .float(.nan), "s": .bytes([0xFF, 0x61]), "i": .int(.max)],
      [:],
    ]
    for (step, point) in points.enumerated() {
      if evaluation(point, time: Int64(step) * 1_000_000_000) == nil {
        XCTAssertNotNil(evaluation.machine.failure, text)
      }
    }
  }

  func testRandomWords() {
    var chance = Chance(state: 0x1234_5678_9ABC_DEF1)
    for _ in 0..<20_000 {
      let count = 1 + chance.next(12)
      let text = (0..<count).map { _ in Self.words[chance.next(Self.words.count)] }
        .joined(separator: chance.next(2) == 0 ? "" : " ")
      evaluate(text)
      // Closed, it is more often an expression.
      let open = text.filter { $0 == "(" }.count - text.filter { $0 == ")" }.count
      if open > 0 { evaluate(text + String(repeating: ")", count: open)) }
    }
  }

  func testRandomBytes() {
    var chance = Chance(state: 0xFEDC_BA98_7654_3211)
    for _ in 0..<5_000 {
      let bytes = (0..<(1 + chance.next(60))).map { _ in UInt8(truncatingIfNeeded: chance.next(256))
      }
      evaluate(String(decoding: bytes, as: UTF8.self))
    }
  }

  func testMutatedExpressions() {
    let seeds = [
      "if(\"x\" > 1.0 AND \"s\" =~ /a(b)?/, rollingMean(\"x\", 5) * 2.0, strLength(\"s\") / 1.0)",
      "abs(\"x\" - lag(\"x\", 1)) / max(rollingStd(\"x\", 10s), 1e-9) > 3.0",
      "regexReplace(/(\\w+) (\\w+)/, 'a b', '$2 ${1}')", "duration('1h30m', 1s) / 1m + 010",
    ]
    var chance = Chance(state: 0x0F1E_2D3C_4B5A_6978)
    for seed in seeds {
      for _ in 0..<3_000 {
        var bytes = Array(seed.utf8)
        for _ in 0...chance.next(3) {
          let place = chance.next(bytes.count)
          switch chance.next(3) {
          case 0: bytes[place] = UInt8(32 + chance.next(95))
          case 1: bytes.remove(at: place)
          default: bytes.insert(UInt8(32 + chance.next(95)), at: place)
          }
          if bytes.isEmpty { bytes = [0x31] }
        }
        evaluate(String(decoding: bytes, as: UTF8.self))
      }
    }
  }
}
