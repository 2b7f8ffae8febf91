@testable import ModelRuntime

extension Evaluator {
  /// Evaluates rows in bursts of `burst`; scratch and outputs are given as garbage.
  func answers(_ rows: [[Double]], burst: Int = Model.maximumBurstRows) -> [[Double]] {
    var answers: [[Double]] = []
    var next = 0
    let scratchBytes = scratchBytes(rows: burst)
    let scratch = UnsafeMutableRawPointer.allocate(byteCount: scratchBytes + 64, alignment: 64)
    defer { scratch.deallocate() }
    while next < rows.count {
      let count = min(burst, rows.count - next)
      scratch.initializeMemory(as: UInt8.self, repeating: 0xA5, count: scratchBytes + 64)
      var outputs = [Double](repeating: -12345, count: count * outputCount)
      let flat = rows[next..<(next + count)].flatMap { $0 }
      precondition(flat.count == count * inputCount)
      evaluate(rows: flat, count: count, outputs: &outputs, scratch: scratch)
      precondition(
        (0..<64).allSatisfy {
          scratch.load(fromByteOffset: scratchBytes + $0, as: UInt8.self) == 0xA5
        },
        "the evaluator wrote beyond its scratch")
      for row in 0..<count {
        answers.append(Array(outputs[(row * outputCount)..<((row + 1) * outputCount)]))
      }
      next += count
    }
    return answers
  }
}
