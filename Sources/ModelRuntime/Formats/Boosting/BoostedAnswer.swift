import Glibc

/// How a boosted model's raw sums become the outputs that a user knows.
struct BoostedAnswer: Sendable {
  enum Form: Sendable {
    /// `prediction` (several: `prediction(k)`), and `margin` where the transform changes it.
    case predictions(BoostedTransform)
    /// Two classes by one sum: `label`, `probability(first)`, `probability(second)`, `margin`.
    case binary(BoostedTransform, classes: [ClassLabel], label: BinaryLabel)
    /// Two classes without probabilities: `label`, `margin`. XGBoost's hinge.
    case binaryMargin(classes: [ClassLabel])
    /// A sum for each class, probabilities by softmax: `label`, `probability(c)`, `margin(c)`.
    case softmax(classes: [ClassLabel])
    /// A sum for each class, each with a probability of its own.
    case oneVersusAll(BoostedTransform, classes: [ClassLabel])
    /// Labels that do not exclude one another: `probability(c)`, `margin(c)`.
    case multilabel(BoostedTransform, classes: [ClassLabel])
    /// CatBoost's RMSEWithUncertainty: `prediction` and `variance`, exp(2 x) of the second sum.
    case meanAndVariance
  }

  /// What decides for the second class. A margin just above 0 has the probability 0.5.
  enum BinaryLabel: Sendable { case marginAboveZero, probabilityAboveHalf }

  var form: Form
  /// XGBoost computes in Float.
  var precision: TreeSum.Precision
  /// Raw sums are divided by it before they are transformed: LightGBM's random forest mode.
  var divisor: Double = 1

  func outputs(sums: Int) -> [ModelOutput] {
    func numbers(_ name: String, _ classes: [ClassLabel]) -> [ModelOutput] {
      classes.map { ModelOutput(name: "\(name)(\($0))") }
    }
    switch form {
    case .predictions(let transform):
      let names = sums == 1 ? [""] : (0..<sums).map { "(\($0))" }
      return names.map { ModelOutput(name: "prediction\($0)") }
        + (transform == .identity && divisor == 1
          ? [] : names.map { ModelOutput(name: "margin\($0)") })
    case .binary(_, let classes, _):
      return [ModelOutput(name: "label", kind: .label(classes: classes))]
        + numbers("probability", classes) + [ModelOutput(name: "margin")]
    case .binaryMargin(let classes):
      return [
        ModelOutput(name: "label", kind: .label(classes: classes)), ModelOutput(name: "margin"),
      ]
    case .softmax(let classes), .oneVersusAll(_, let classes):
      return [ModelOutput(name: "label", kind: .label(classes: classes))]
        + numbers("probability", classes) + numbers("margin", classes)
    case .multilabel(_, let classes):
      return numbers("probability", classes) + numbers("margin", classes)
    case .meanAndVariance:
      return [ModelOutput(name: "prediction"), ModelOutput(name: "variance")]
    }
  }

  /// Writes one row's outputs.
  func write(
    _ sums: UnsafePointer<Double>, count: Int, to outputs: UnsafeMutablePointer<Double>
  ) {
    switch form {
    case .predictions(let transform):
      for index in 0..<count { outputs[index] = transformed(sums[index], transform) }
      if transform != .identity || divisor != 1 {
        for index in 0..<count { outputs[count + index] = sums[index] }
      }
    case .binary(let transform, _, let label):
      let probability = transformed(sums[0], transform)
      let isSecond =
        switch label {
        case .marginAboveZero: sums[0] > 0
        case .probabilityAboveHalf: probability > 0.5
        }
      outputs[0] = probability.isNaN ? .nan : isSecond ? 1 : 0
      outputs[1] =
        precision == .float32 ? Double(1 - Float(probability)) : 1 - probability
      outputs[2] = probability
      outputs[3] = sums[0]
    case .binaryMargin:
      outputs[0] = sums[0] > 0 ? 1 : 0
      outputs[1] = sums[0]
    case .softmax:
      softmax(sums, count: count, to: outputs + 1)
      outputs[0] = firstMaximum(outputs + 1, count)
      for index in 0..<count { outputs[1 + count + index] = sums[index] }
    case .oneVersusAll(let transform, _):
      for index in 0..<count { outputs[1 + index] = transformed(sums[index], transform) }
      outputs[0] = firstMaximum(sums, count)
      for index in 0..<count { outputs[1 + count + index] = sums[index] }
    case .multilabel(let transform, _):
      for index in 0..<count { outputs[index] = transformed(sums[index], transform) }
      for index in 0..<count { outputs[count + index] = sums[index] }
    case .meanAndVariance:
      outputs[0] = sums[0]
      outputs[1] = exp(2 * sums[1])
    }
  }

  @inline(__always)
  private func transformed(_ sum: Double, _ transform: BoostedTransform) -> Double {
    switch precision {
    case .float64: transform(sum / divisor)
    case .float32: Double(transform(Float(sum)))
    }
  }

  private func softmax(
    _ sums: UnsafePointer<Double>, count: Int, to outputs: UnsafeMutablePointer<Double>
  ) {
    var largest = sums[0]
    for index in 1..<max(1, count) where sums[index] > largest { largest = sums[index] }
    var total = 0.0
    for index in 0..<count {
      switch precision {
      case .float64: outputs[index] = exp(sums[index] / divisor - largest / divisor)
      case .float32: outputs[index] = Double(expf(Float(sums[index]) - Float(largest)))
      }
      total += outputs[index]
    }
    for index in 0..<count {
      switch precision {
      case .float64: outputs[index] /= total
      case .float32: outputs[index] = Double(Float(outputs[index]) / Float(total))
      }
    }
  }

  private func firstMaximum(_ values: UnsafePointer<Double>, _ count: Int) -> Double {
    var best = 0
    for index in 1..<max(1, count) where values[index] > values[best] { best = index }
    return values[best].isNaN ? .nan : Double(best)
  }
}
