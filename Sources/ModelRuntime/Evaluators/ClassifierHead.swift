import Glibc

/// From a classifier's margins to what users read: the label, then the probabilities, then the
/// margins themselves.
struct ClassifierHead: Evaluator {
  /// How margins become probabilities.
  enum Probability: Sendable, Equatable {
    /// There are none.
    case none
    /// The margins are the probabilities.
    case given
    /// One margin, of the second class: the logistic function of `scale` times it.
    case logistic(scale: Double)
    case softmax
    /// The logistic function of each, divided by their sum: one-vs-rest.
    case normalisedLogistic
    /// SGD's modified Huber loss: (clip(margin, -1, 1) + 1) / 2, divided by the sum.
    case modifiedHuber
  }

  /// Which class wins.
  enum Label: Sendable, Equatable {
    /// The first of the largest margins.
    case firstLargest
    /// One margin: the second class where it is above 0.
    case positive
    /// One margin: the second class where it is 0 or above.
    case notNegative
    /// The first of the largest probabilities.
    case firstMostProbable
    /// One margin that is a probability: the second class where it is above one half.
    case aboveHalf
  }

  /// Number of classes.
  let classes: Int
  /// Number of margins that come in: 1, or one for each class.
  let margins: Int
  let probability: Probability
  let label: Label
  /// Whether the margins are outputs too.
  let showsMargins: Bool

  var inputCount: Int { margins }
  var outputCount: Int {
    1 + (probability == .none ? 0 : classes) + (showsMargins ? margins : 0)
  }
  var memoryBytes: Int { 0 }
  var kernelDescription: String { "" }

  func evaluate(
    rows: UnsafePointer<Double>, count: Int, outputs: UnsafeMutablePointer<Double>,
    scratch: UnsafeMutableRawPointer
  ) {
    let width = outputCount
    for row in 0..<count {
      evaluate(rows + row * margins, outputs + row * width)
    }
  }

  private func evaluate(
    _ values: UnsafePointer<Double>, _ output: UnsafeMutablePointer<Double>
  ) {
    let probabilities = output + 1
    switch probability {
    case .none: break
    case .given:
      if margins == 1 && classes == 2 {
        probabilities[0] = 1 - values[0]
        probabilities[1] = values[0]
      } else {
        for index in 0..<classes { probabilities[index] = values[index] }
      }
    case .logistic(let scale):
      let second = logistic(scale * values[0])
      probabilities[0] = 1 - second
      probabilities[1] = second
    case .softmax: softmax(values, probabilities)
    case .normalisedLogistic:
      var sum = 0.0
      for index in 0..<classes {
        probabilities[index] = logistic(values[index])
        sum += probabilities[index]
      }
      // Every one can be too small to tell from 0: then all are as probable as any other.
      for index in 0..<classes {
        probabilities[index] = sum == 0 ? 1 / Double(classes) : probabilities[index] / sum
      }
    case .modifiedHuber: modifiedHuber(values, probabilities)
    }
    output[0] = winner(values, probabilities)
    if showsMargins {
      let target = probabilities + (probability == .none ? 0 : classes)
      for index in 0..<margins { target[index] = values[index] }
    }
  }

  private func winner(
    _ values: UnsafePointer<Double>, _ probabilities: UnsafePointer<Double>
  ) -> Double {
    switch label {
    case .positive: values[0].isNaN ? .nan : values[0] > 0 ? 1 : 0
    case .notNegative: values[0].isNaN ? .nan : values[0] >= 0 ? 1 : 0
    case .aboveHalf: values[0].isNaN ? .nan : values[0] > 0.5 ? 1 : 0
    case .firstLargest: firstLargest(values, margins)
    case .firstMostProbable: firstLargest(probabilities, classes)
    }
  }

  private func firstLargest(_ values: UnsafePointer<Double>, _ count: Int) -> Double {
    var best = 0
    for index in 1..<max(count, 1) where values[index] > values[best] { best = index }
    return values[best].isNaN ? .nan : Double(best)
  }

  private func softmax(
    _ values: UnsafePointer<Double>, _ probabilities: UnsafeMutablePointer<Double>
  ) {
    var largest = values[0]
    for index in 1..<max(classes, 1) where values[index] > largest { largest = values[index] }
    var sum = 0.0
    for index in 0..<classes {
      probabilities[index] = exp(values[index] - largest)
      sum += probabilities[index]
    }
    for index in 0..<classes { probabilities[index] /= sum }
  }

  private func modifiedHuber(
    _ values: UnsafePointer<Double>, _ probabilities: UnsafeMutablePointer<Double>
  ) {
    if margins == 1 {
      let second = (min(max(values[0], -1), 1) + 1) / 2
      probabilities[1] = second
      probabilities[0] = 1 - second
      return
    }
    var sum = 0.0
    for index in 0..<classes {
      probabilities[index] = (min(max(values[index], -1), 1) + 1) / 2
      sum += probabilities[index]
    }
    // All zero where every margin is below -1: then every class is as probable as any other.
    for index in 0..<classes {
      probabilities[index] = sum == 0 ? 1 / Double(classes) : probabilities[index] / sum
    }
  }
}

/// 1 / (1 + e^-x).
@inline(__always)
func logistic(_ value: Double) -> Double { 1 / (1 + exp(-value)) }
