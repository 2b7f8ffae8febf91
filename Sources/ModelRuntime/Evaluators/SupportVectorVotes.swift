import Glibc

/// A support vector classifier of three or more classes: every pair of classes has a machine and a
/// vote. Answers the label, then probabilities and margins (one for each class) where it has them.
struct SupportVectorVotes: Evaluator {
  /// Platt's scaling of the pairs' decisions.
  struct Platt: Sendable {
    var slopes: [Double]
    var offsets: [Double]
  }

  let classes: Int
  let vectors: SupportVectors
  /// Class c has the vectors `starts[c]..<starts[c + 1]`.
  let starts: [Int]
  /// (classes - 1) x vectors, as libsvm keeps them.
  let weights: Matrix
  /// One for each pair, (0, 1), (0, 2), ..., (1, 2), ...
  let intercepts: [Double]
  let platt: Platt?
  let showsMargins: Bool

  var inputCount: Int { vectors.vectors.columns }
  var outputCount: Int { 1 + (platt == nil ? 0 : classes) + (showsMargins ? classes : 0) }
  var memoryBytes: Int { vectors.memoryBytes + weights.values.count * 8 }
  var kernelDescription: String { vectors.description }
  private var pairs: Int { classes * (classes - 1) / 2 }

  func scratchBytes(rows: Int) -> Int {
    SupportVectorVotes.padded(
      (vectors.vectors.rows + pairs + 2 * classes + 2 * classes * classes + classes) * 8)
  }

  func evaluate(
    rows: UnsafePointer<Double>, count: Int, outputs: UnsafeMutablePointer<Double>,
    scratch: UnsafeMutableRawPointer
  ) {
    let kernels = scratch.assumingMemoryBound(to: Double.self)
    let decisions = kernels + vectors.vectors.rows
    let votes = decisions + pairs
    let confidences = votes + classes
    let matrices = confidences + classes
    for row in 0..<count {
      vectors.evaluate(rows + row * inputCount, kernels)
      decide(kernels, decisions)
      let output = outputs + row * outputCount
      output[0] = vote(decisions, votes, confidences)
      var next = output + 1
      if let platt {
        PairwiseCoupling<Double>.probabilities(
          classes: classes, decisions: decisions, platt: platt, into: next, scratch: matrices)
        next += classes
      }
      if showsMargins {
        for index in 0..<classes {
          next[index] = votes[index] + confidences[index] / (3 * (abs(confidences[index]) + 1))
        }
      }
    }
  }

  private func decide(
    _ kernels: UnsafePointer<Double>, _ decisions: UnsafeMutablePointer<Double>
  ) {
    weights.values.withUnsafeBufferPointer { weights in
      let width = self.weights.columns
      var pair = 0
      for first in 0..<classes {
        for second in (first + 1)..<max(classes, first + 1) {
          var sum = 0.0
          let ofFirst = weights.baseAddress! + (second - 1) * width
          for index in starts[first]..<starts[first + 1] { sum += ofFirst[index] * kernels[index] }
          let ofSecond = weights.baseAddress! + first * width
          for index in starts[second]..<starts[second + 1] {
            sum += ofSecond[index] * kernels[index]
          }
          decisions[pair] = sum + intercepts[pair]
          pair += 1
        }
      }
    }
  }

  private func vote(
    _ decisions: UnsafePointer<Double>, _ votes: UnsafeMutablePointer<Double>,
    _ confidences: UnsafeMutablePointer<Double>
  ) -> Double {
    votes.update(repeating: 0, count: classes)
    confidences.update(repeating: 0, count: classes)
    var pair = 0
    for first in 0..<classes {
      for second in (first + 1)..<max(classes, first + 1) {
        let decision = decisions[pair]
        pair += 1
        if decision.isNaN { return .nan }
        confidences[first] += decision
        confidences[second] -= decision
        votes[decision < 0 ? second : first] += 1
      }
    }
    var winner = 0
    for index in 1..<classes where votes[index] > votes[winner] { winner = index }
    return Double(winner)
  }
}
