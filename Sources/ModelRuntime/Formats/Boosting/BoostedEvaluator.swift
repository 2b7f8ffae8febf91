/// A boosted model: an evaluator of raw sums, and what the library makes of them.
struct BoostedEvaluator: Evaluator {
  let sums: any Evaluator
  let answer: BoostedAnswer
  let outputCount: Int

  init(sums: any Evaluator, answer: BoostedAnswer) {
    self.sums = sums
    self.answer = answer
    outputCount = answer.outputs(sums: sums.outputCount).count
  }

  var inputCount: Int { sums.inputCount }
  var memoryBytes: Int { sums.memoryBytes }
  var kernelDescription: String { sums.kernelDescription }

  private func sumBytes(rows: Int) -> Int {
    Self.padded(rows * sums.outputCount * MemoryLayout<Double>.stride)
  }

  func scratchBytes(rows: Int) -> Int {
    sumBytes(rows: rows) + sums.scratchBytes(rows: rows)
  }

  func evaluate(
    rows: UnsafePointer<Double>, count: Int, outputs: UnsafeMutablePointer<Double>,
    scratch: UnsafeMutableRawPointer
  ) {
    let raw = scratch.assumingMemoryBound(to: Double.self)
    sums.evaluate(
      rows: rows, count: count, outputs: raw, scratch: scratch + sumBytes(rows: count))
    for row in 0..<count {
      answer.write(
        raw + row * sums.outputCount, count: sums.outputCount,
        to: outputs + row * outputCount)
    }
  }
}
