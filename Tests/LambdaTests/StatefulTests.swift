import XCTest

@testable import Lambda

final class StatefulTests: XCTestCase {
  /// Values with repetitions, jumps and some that are not finite.
  private func series(_ count: Int, seed: UInt64 = 1) -> [Double] {
    var state = seed
    return (0..<count).map { step in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let value = Double(state >> 40) / 65_536 - 100
      switch step % 23 {
      case 5: return .nan
      case 11: return 1e9
      case 17: return value.rounded()
      default: return value
      }
    }
  }

  /// Rolling functions against the same computed anew from the window for every point.
  private func check(
    _ expression: String, size: Int, accuracy: Double = 1e-9, _ expected: ([Double]) -> Double,
    file: StaticString = #filePath, line: UInt = #line
  ) throws {
    let evaluation = try Evaluation(expression)
    var window: [Double] = []
    for (step, x) in series(400).enumerated() {
      if x.isFinite { window.append(x) }
      if window.count > size { window.removeFirst() }
      let found = try XCTUnwrap(evaluation.float(x, time: Int64(step)))
      let wanted = expected(window)
      if wanted.isNaN {
        XCTAssertTrue(found.isNaN, "step \(step)", file: file, line: line)
      } else {
        XCTAssertEqual(
          found, wanted, accuracy: accuracy * max(1, abs(wanted)), "step \(step)", file: file,
          line: line)
      }
    }
  }

  private func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

  private func deviation(_ values: [Double]) -> Double {
    let mean = mean(values)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return values.count < 2 ? 0 : (squares / Double(values.count - 1)).squareRoot()
  }

  private func quantile(_ values: [Double], _ q: Double) -> Double {
    if values.isEmpty { return .nan }
    let sorted = values.sorted()
    let position = Double(sorted.count - 1) * q
    let rank = Int(position)
    if rank + 1 == sorted.count { return sorted[rank] }
    return sorted[rank] + (position - Double(rank)) * (sorted[rank + 1] - sorted[rank])
  }

  func testRollingFunctionsOverPoints() throws {
    for size in [1, 2, 7, 30] {
      try check("rollingMean(\"x\", \(size))", size: size, mean)
      try check("rollingSum(\"x\", \(size))", size: size) { $0.reduce(0, +) }
      try check("rollingStd(\"x\", \(size))", size: size, deviation)
      try check("rollingMin(\"x\", \(size))", size: size) { $0.min() ?? .nan }
      try check("rollingMax(\"x\", \(size))", size: size) { $0.max() ?? .nan }
      try check("rollingMedian(\"x\", \(size))", size: size) { self.quantile($0, 0.5) }
      try check("rollingQuantile(\"x\", \(size), 0.9)", size: size) { self.quantile($0, 0.9) }
    }
  }

  /// A huge value that has left the window leaves no rounding error behind.
  func testNothingIsLeftBehind() throws {
    let mean = try Evaluation("rollingMean(\"x\", 3)")
    let deviation = try Evaluation("rollingStd(\"x\", 3)")
    for x in [1e18, 1, 2] { _ = (mean.float(x), deviation.float(x)) }
    XCTAssertEqual(mean.float(3), 2)
    XCTAssertEqual(deviation.float(3), 1)
  }

  func testWindowsOfTime() throws {
    let mean = try Evaluation("rollingMean(\"x\", 10s)")
    let second: Int64 = 1_000_000_000
    XCTAssertEqual(mean.float(1, time: 0), 1)
    XCTAssertEqual(mean.float(2, time: 4 * second), 1.5)
    XCTAssertEqual(mean.float(3, time: 9 * second), 2)
    // The first is now ten seconds old and has left.
    XCTAssertEqual(mean.float(4, time: 10 * second), 3)
    XCTAssertEqual(mean.float(5, time: 60 * second), 5)
  }

  func testLagDiffRateElapsedStreakEwma() throws {
    let lag = try Evaluation("lag(\"x\", 2)")
    XCTAssertEqual(
      (1...4).map { lag.float(Double($0)) ?? 0 }.map(\.description), ["nan", "nan", "1.0", "2.0"])
    let diff = try Evaluation("diff(\"x\")")
    XCTAssertTrue(diff.float(1)?.isNaN ?? false)
    XCTAssertEqual(diff.float(4), 3)
    let rate = try Evaluation("rate(\"x\")")
    _ = rate.float(1, time: 0)
    XCTAssertEqual(rate.float(4, time: 1_500_000_000), 2)
    XCTAssertTrue(rate.float(5, time: 1_500_000_000)?.isNaN ?? false)
    let elapsed = try Evaluation("elapsed() / 1ms")
    XCTAssertEqual(elapsed([:], time: 5), .int(0))
    XCTAssertEqual(elapsed([:], time: 2_000_005), .int(2))
    let streak = try Evaluation("streak(\"x\" > 1.0)")
    let lengths = [0.0, 2, 3, 1, 5].map { streak(["x": .float($0)]) }
    XCTAssertEqual(lengths, [0, 1, 2, 0, 1].map { .int($0) })
    let ewma = try Evaluation("ewma(\"x\", 0.25)")
    XCTAssertEqual([8.0, 4, 4].map { ewma.float($0) }, [8, 7, 6.25])
    let half = try Evaluation("ewma(\"x\", 10s)")
    _ = half.float(8, time: 0)
    XCTAssertEqual(try XCTUnwrap(half.float(0, time: 10_000_000_000)), 4, accuracy: 1e-12)
    let zscore = try Evaluation("zscore(\"x\", 3)")
    XCTAssertEqual([1.0, 1, 4].map { zscore.float($0) }[2]!, 2 / 3.0.squareRoot(), accuracy: 1e-12)
  }

  func testEveryMentionHasItsOwnState() throws {
    let twice = try Evaluation("count() + count()")
    XCTAssertEqual([twice([:]), twice([:])], [.int(2), .int(4)])
  }

  func testABranchThatIsNotTakenStillSeesThePoint() throws {
    let rolling = try Evaluation("if(\"x\" > 2.0, rollingSum(\"x\", 10), 0.0)")
    XCTAssertEqual([1.0, 2, 3].map { rolling.float($0) }, [0, 0, 6])
    // What fails in it is no failure of the expression.
    let guarded = try Evaluation("if(\"i\" != 0, rollingSum(10 / \"i\", 10), 0.0)")
    XCTAssertEqual(guarded(["i": .int(0)]), .float(0))
    XCTAssertEqual(guarded(["i": .int(5)]), .float(2))
    XCTAssertEqual(guarded(["i": .int(0)]), .float(0))
  }

  /// Saved after any number of points and restored, everything goes on bit for bit.
  func testRestoredStateGoesOnExactly() throws {
    let expressions = [
      "rollingMean(\"x\", 7)", "rollingStd(\"x\", 9)", "rollingMax(\"x\", 5)",
      "rollingMedian(\"x\", 8)", "rollingQuantile(\"x\", 20s, 0.3)", "zscore(\"x\", 6)",
      "ewma(\"x\", 0.2)", "ewma(\"x\", 3s)", "sigma(\"x\")", "spread(\"x\")", "lag(\"x\", 4)",
      "rate(\"x\")", "diff(\"x\")", "rollingMin(\"x\", 4s)",
    ]
    let values = series(90)
    for text in expressions {
      let evaluation = try Evaluation(text)
      let whole = values.enumerated().map {
        evaluation.float($1, time: Int64($0) * 1_300_000_000)!.bitPattern
      }
      for stop in stride(from: 0, to: values.count, by: 7) {
        let before = LambdaState(for: evaluation.layout)
        for step in 0..<stop {
          _ = evaluation.float(values[step], time: Int64(step) * 1_300_000_000, state: before)
        }
        var writer = LambdaStateWriter()
        before.save(to: &writer)
        let after = LambdaState(for: evaluation.layout)
        var reader = LambdaStateReader(writer.bytes)
        try after.restore(from: &reader)
        XCTAssertTrue(reader.isAtEnd)
        for step in stop..<values.count {
          let value = evaluation.float(
            values[step], time: Int64(step) * 1_300_000_000, state: after)
          XCTAssertEqual(value?.bitPattern, whole[step], "\(text), stopped at \(stop)")
        }
      }
    }
  }

  /// Any bytes may be restored: they fit or they are refused, and evaluation goes on.
  func testDamagedStateIsRefused() throws {
    let evaluation = try Evaluation(
      "rollingMedian(\"x\", 5) + rollingStd(\"x\", 4s) + lag(\"x\", 3)")
    for x in series(20) { _ = evaluation.float(x) }
    var writer = LambdaStateWriter()
    evaluation.state.save(to: &writer)
    for length in 0..<writer.bytes.count {
      let state = LambdaState(for: evaluation.layout)
      var reader = LambdaStateReader(Array(writer.bytes[..<length]))
      XCTAssertThrowsError(try state.restore(from: &reader))
    }
    for index in writer.bytes.indices {
      var bytes = writer.bytes
      bytes[index] ^= 0xFF
      let state = LambdaState(for: evaluation.layout)
      var reader = LambdaStateReader(bytes)
      guard (try? state.restore(from: &reader)) != nil else { continue }
      for x in series(10) { _ = evaluation.float(x, state: state) }
    }
  }
}
