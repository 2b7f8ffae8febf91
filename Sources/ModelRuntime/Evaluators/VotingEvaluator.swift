/// The class with the most weight of votes; the first of several.
struct VotingEvaluator: Evaluator {
  let classes: Int
  /// One for each voter; each input is the number of the class that it votes for.
  let weights: [Double]

  var inputCount: Int { weights.count }
  var outputCount: Int { 1 }
  var memoryBytes: Int { weights.count * 8 }
  var kernelDescription: String { "" }

  func evaluate(
    rows: UnsafePointer<Double>, count: Int, outputs: UnsafeMutablePointer<Double>,
    scratch: UnsafeMutableRawPointer
  ) {
    for row in 0..<count {
      let votes = rows + row * weights.count
      var winner = 0.0
      var most = -Double.infinity
      for candidate in 0..<classes {
        var sum = 0.0
        for voter in 0..<weights.count {
          if votes[voter].isNaN { sum = .nan }
          if votes[voter] == Double(candidate) { sum += weights[voter] }
        }
        if sum > most || sum.isNaN {
          most = sum
          winner = sum.isNaN ? .nan : Double(candidate)
        }
      }
      outputs[row] = winner
    }
  }
}
