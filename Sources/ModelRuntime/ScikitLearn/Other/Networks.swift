/// `MLPRegressor` and `MLPClassifier`.
enum Networks {
  static func read(_ estimator: Estimator) throws(ModelError) -> FittedEstimator? {
    switch estimator.name {
    case "MLPRegressor":
      let network = try network(estimator)
      return try FittedEstimator(
        kind: "neural network (MLPRegressor)", of: estimator,
        outputs: OutputNames.predictions(network.outputCount), evaluator: network)
    case "MLPClassifier": return try classifier(estimator)
    default: return nil
    }
  }

  private static func classifier(_ estimator: Estimator) throws(ModelError) -> FittedEstimator {
    let classes = try estimator.labels("classes_")
    let network = try network(estimator)
    let isBinary = classes.count == 2
    let binarizer = try estimator.part(estimator.required("_label_binarizer"))
    guard network.outputCount == (isBinary ? 1 : classes.count),
      try binarizer.text("y_type_") != "multilabel-indicator"
    else {
      throw estimator.unsupported("has several targets", remedy: "save one model for each target")
    }
    let head = ClassifierHead(
      classes: classes.count, margins: network.outputCount, probability: .given,
      label: isBinary ? .aboveHalf : .firstLargest, showsMargins: false)
    return try FittedEstimator(
      kind: "neural network (MLPClassifier), \(classes.count) classes", of: estimator,
      outputs: OutputNames.classifier(classes, probabilities: true, margins: 0),
      evaluator: Chain([network, head]))
  }

  private static func network(_ estimator: Estimator) throws(ModelError) -> DenseNetworkEvaluator {
    let weights = try estimator.list("coefs_")
    let biases = try estimator.list("intercepts_")
    guard !weights.isEmpty, weights.count == biases.count else {
      throw estimator.damaged("coefs_", "are \(weights.count) for \(biases.count) intercepts_")
    }
    let hidden = try activation(estimator, "activation")
    let last = try activation(estimator, "out_activation_")
    var layers: [DenseNetworkEvaluator.Layer] = []
    var width = try estimator.inputCount()
    for index in weights.indices {
      let matrix = try estimator.matrix(
        NumpyArray(estimator.document, weights[index]), "coefs_")
      guard let bias = try NumpyArray(estimator.document, biases[index]).doubles(),
        matrix.rows == width, matrix.columns == bias.count, matrix.columns > 0
      else { throw estimator.damaged("coefs_", "do not fit at layer \(index)") }
      layers.append(
        DenseNetworkEvaluator.Layer(
          weights: matrix, biases: bias,
          activation: index == weights.count - 1 ? last : hidden))
      width = matrix.columns
    }
    return DenseNetworkEvaluator(layers: layers)
  }

  private static func activation(
    _ estimator: Estimator, _ key: StaticString
  ) throws(ModelError) -> DenseNetworkEvaluator.Activation {
    switch try estimator.text(key) {
    case "identity": .identity
    case "logistic": .logistic
    case "tanh": .tanh
    case "relu": .relu
    case "softmax": .softmax
    case "exp": .exponential
    default: throw estimator.damaged("\(key)", "is no activation that is known")
    }
  }
}
