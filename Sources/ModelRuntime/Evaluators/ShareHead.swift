/// Calibrated values made to sum to 1: of two classes one comes in, of more all.
struct ShareHead: Evaluator {
  let classes: Int

  var inputCount: Int { classes == 2 ? 1 : classes }
  var outputCount: Int { classes }
  var memoryBytes: Int { 0 }
  var kernelDescription: String { "" }

  func evaluate(
    rows: UnsafePointer<Double>, count: Int, outputs: UnsafeMutablePointer<Double>,
    scratch: UnsafeMutableRawPointer
  ) {
    for row in 0..<count {
      let values = rows + row * inputCount
      let results = outputs + row * classes
      if classes == 2 {
        results[0] = 1 - values[0]
        results[1] = values[0]
      } else {
        var sum = 0.0
        for index in 0..<classes { sum += values[index] }
        for index in 0..<classes {
          results[index] = sum == 0 ? 1 / Double(classes) : values[index] / sum
        }
      }
      // Rounding can leave them a little above 1.
      for index in 0..<classes where results[index] > 1 && results[index] <= 1 + 1e-5 {
        results[index] = 1
      }
    }
  }
}
