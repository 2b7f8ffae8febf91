import Glibc

/// Where gradient boosting starts: `init_`, to the last bit as scikit-learn computes it.
struct InitialPrediction {
  private let estimator: Estimator
  /// Nil: `init='zero'`.
  private let initial: Estimator?
  /// Before 1.4 losses were `_gb_losses`, which rounded in other places.
  private let isOld: Bool

  init(_ estimator: Estimator) throws(ModelError) {
    self.estimator = estimator
    let id = try estimator.required("init_")
    initial = estimator.document.equals(id, "zero") ? nil : try estimator.part(id)
    isOld = try estimator.version() ?? ScikitLearnVersion(1, 4) < ScikitLearnVersion(1, 4)
  }

  func regression() throws(ModelError) -> Double {
    guard let initial else { return 0 }
    guard initial.name == "DummyRegressor" else { throw custom(initial) }
    return try initial.vector("constant_", count: 1)[0]
  }

  /// One value for two classes, else one for each.
  func classification(classes: Int, isExponential: Bool) throws(ModelError) -> [Double] {
    let outputs = classes == 2 ? 1 : classes
    guard let initial else { return Array(repeating: 0, count: outputs) }
    guard initial.name == "DummyClassifier", try initial.text("strategy") == "prior" else {
      throw custom(initial)
    }
    let prior = try initial.vector("class_prior_", count: classes)
    let epsilon = isOld ? Double(Float.ulpOfOne) : Double.ulpOfOne
    let clipped = prior.map { min(max($0, epsilon), 1 - epsilon) }
    if outputs == 1 {
      let odds = isOld ? log(clipped[1] / (1 - clipped[1])) : logit(clipped[1])
      return [isExponential ? 0.5 * odds : odds]
    }
    if isOld { return clipped.map { log($0) } }
    // The symmetric multinomial link: each over the geometric mean.
    let mean = exp(clipped.reduce(0) { $0 + log($1) } / Double(classes))
    return clipped.map { log($0 / mean) }
  }

  /// SciPy's: precise near one half.
  private func logit(_ probability: Double) -> Double {
    if probability < 0.3 || probability > 0.65 { return log(probability / (1 - probability)) }
    let distance = 2 * (probability - 0.5)
    return log1p(distance) - log1p(-distance)
  }

  private func custom(_ initial: Estimator) -> ModelError {
    estimator.unsupported(
      "starts from a \(initial.name) of its own", remedy: "fit it with init=None or init='zero'")
  }
}
