import PlainText

/// scikit-learn's estimators, from their pickles.
enum ScikitLearn {
  static func load(_ source: PickleSource) throws(ModelError) -> LoadedModel {
    let document = try PickleReader.read(source)
    let estimator = try Estimator(document, document.root)
    let fitted = try read(estimator)
    try checkNames(fitted.outputs)
    return LoadedModel(
      formatName: document.isJoblib ? "joblib" : nil, library: "scikit-learn",
      libraryVersion: try estimator.text("_sklearn_version"),
      kind: fitted.kind,
      inputs: fitted.inputNames?.map { ModelInput(name: $0) }
        ?? ModelInput.unnamed(fitted.inputCount),
      outputs: fitted.outputs, evaluator: fitted.guarded)
  }

  /// `estimator`, made ready to compute.
  static func read(_ estimator: Estimator) throws(ModelError) -> FittedEstimator {
    // Each knows a family of classes and answers nil for all others.
    if let fitted = try LinearModels.read(estimator) { return fitted }
    if let fitted = try LinearClassifiers.read(estimator) { return fitted }
    if let fitted = try Forests.read(estimator) { return fitted }
    if let fitted = try GradientBoosting.read(estimator) { return fitted }
    if let fitted = try HistGradientBoosting.read(estimator) { return fitted }
    if let fitted = try IsolationForests.read(estimator) { return fitted }
    if let fitted = try Scalers.read(estimator) { return fitted }
    if let fitted = try Imputers.read(estimator) { return fitted }
    if let fitted = try Transformers.read(estimator) { return fitted }
    if let fitted = try Pipelines.read(estimator) { return fitted }
    if let fitted = try ColumnTransformers.read(estimator) { return fitted }
    if let fitted = try Votes.read(estimator) { return fitted }
    if let fitted = try SeveralTargets.read(estimator) { return fitted }
    if let fitted = try Calibration.read(estimator) { return fitted }
    if let fitted = try Clusters.read(estimator) { return fitted }
    if let fitted = try Networks.read(estimator) { return fitted }
    if let fitted = try SupportVectorMachines.read(estimator) { return fitted }
    if let fitted = try Distributions.read(estimator) { return fitted }
    throw estimator.unsupported("is not served on its own")
  }

  private static func checkNames(_ outputs: [ModelOutput]) throws(ModelError) {
    var names: Set<String> = []
    for output in outputs where !names.insert(output.name).inserted {
      throw ModelError(
        .unsupported, cause: "has two outputs called \(OneLine.quoting(output.name))",
        remedy: "give its classes different names")
    }
  }
}
