/// A support vector classifier of two classes: label, probabilities where it has them, margin.
struct BinarySupportVectorHead: Evaluator {
  let platt: SupportVectorVotes.Platt?

  var inputCount: Int { 1 }
  var outputCount: Int { platt == nil ? 2 : 4 }
  var memoryBytes: Int { 0 }
  var kernelDescription: String { "" }

  func scratchBytes(rows: Int) -> Int { BinarySupportVectorHead.padded(11 * 8) }

  func evaluate(
    rows: UnsafePointer<Double>, count: Int, outputs: UnsafeMutablePointer<Double>,
    scratch: UnsafeMutableRawPointer
  ) {
    let decision = scratch.assumingMemoryBound(to: Double.self)
    for row in 0..<count {
      let margin = rows[row]
      let output = outputs + row * outputCount
      output[0] = margin.isNaN ? .nan : margin > 0 ? 1 : 0
      output[outputCount - 1] = margin
      if let platt {
        // libsvm's sign: positive for the first class.
        decision[0] = -margin
        PairwiseCoupling<Double>.probabilities(
          classes: 2, decisions: decision, platt: platt, into: output + 1, scratch: decision + 1)
      }
    }
  }
}
