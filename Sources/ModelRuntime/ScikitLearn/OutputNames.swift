/// How outputs are called (docs/models.md).
enum OutputNames {
  /// `prediction`, or `prediction(0)`, `prediction(1)`, ... of several targets.
  static func predictions(_ count: Int) -> [ModelOutput] {
    if count == 1 { return [ModelOutput(name: "prediction")] }
    return (0..<count).map { ModelOutput(name: "prediction(\($0))") }
  }

  static func transforms(_ count: Int) -> [ModelOutput] {
    (0..<count).map { ModelOutput(name: "transform(\($0))") }
  }

  /// A classifier's label, then its probabilities and margins where it has them.
  static func classifier(
    _ classes: [ClassLabel], probabilities: Bool, margins: Int
  ) -> [ModelOutput] {
    var outputs = [ModelOutput(name: "label", kind: .label(classes: classes))]
    if probabilities { outputs += classes.map { ModelOutput(name: "probability(\($0))") } }
    if margins == 1 {
      outputs.append(ModelOutput(name: "margin"))
    } else if margins == classes.count {
      outputs += classes.map { ModelOutput(name: "margin(\($0))") }
    }
    return outputs
  }

  /// An outlier detector's: scikit-learn's score_samples and decision_function, and 1 for an outlier.
  static let outlierDetector = [
    ModelOutput(name: "score"), ModelOutput(name: "decision"), ModelOutput(name: "anomaly"),
  ]
}
