/// `KMeans` and `MiniBatchKMeans`.
enum Clusters {
  static func read(_ estimator: Estimator) throws(ModelError) -> FittedEstimator? {
    guard estimator.name == "KMeans" || estimator.name == "MiniBatchKMeans" else { return nil }
    let centers = try estimator.matrix("cluster_centers_")
    guard centers.rows > 0, centers.columns == (try estimator.inputCount()) else {
      throw estimator.damaged("cluster_centers_", "are not of as many columns as there are inputs")
    }
    let distances = (0..<centers.rows).map { ModelOutput(name: "distance(\($0))") }
    return try FittedEstimator(
      kind: "\(estimator.name), \(centers.rows) clusters", of: estimator,
      outputs: [
        ModelOutput(name: "label", kind: .label(classes: ClassLabel.numbered(centers.rows))),
        ModelOutput(name: "distance"),
      ] + distances,
      evaluator: CentersEvaluator(centers: centers))
  }
}
