import PlainText

/// What the objective in a LightGBM model says of its outputs.
struct LightGBMObjective {
  /// `regression`, `binary`, ...; empty: a custom objective, whose raw sums are the answer.
  let name: String
  private let arguments: [String]

  init(words: [String]) {
    name = words.first ?? ""
    arguments = Array(words.dropFirst())
  }

  private func argument(_ name: String) -> Double? {
    for argument in arguments where argument.hasPrefix("\(name):") {
      var text = String(argument.dropFirst(name.count + 1))
      return text.withUTF8 { DecimalNumber.parse(whole: UnsafeRawBufferPointer($0)) }
    }
    return nil
  }

  /// How sums are answered, of which there are `classCount`.
  func answer(classCount: Int, divisor: Double) throws(ModelError) -> BoostedAnswer {
    let sigmoid = BoostedTransform.sigmoid(scale: argument("sigmoid") ?? 1)
    let classes = ClassLabel.numbered(classCount)
    let form: BoostedAnswer.Form =
      switch name {
      case "binary":
        .binary(sigmoid, classes: ClassLabel.numbered(2), label: .probabilityAboveHalf)
      case "multiclass", "softmax": .softmax(classes: classes)
      case "multiclassova", "multiclass_ova", "ova", "ovr": .oneVersusAll(sigmoid, classes: classes)
      case "regression", "regression_l2", "mean_squared_error", "mse", "l2":
        .predictions(arguments.contains("sqrt") ? .signedSquare : .identity)
      case "regression_l1", "l1", "mae", "huber", "fair", "quantile", "mape":
        .predictions(arguments.contains("sqrt") ? .signedSquare : .identity)
      case "poisson", "gamma", "tweedie": .predictions(.exponential)
      case "cross_entropy", "xentropy": .predictions(.sigmoid(scale: 1))
      case "cross_entropy_lambda", "xentlambda": .predictions(.softPlus)
      case "lambdarank", "rank_xendcg", "", "custom", "none", "null", "na": .predictions(.identity)
      default:
        throw ModelError(
          .unsupported, cause: "the objective \(OneLine.quoting(name)) is not known",
          remedy: "use one of LightGBM's own objectives", position: "header")
      }
    let needsOne =
      switch form {
      case .binary: true
      default: false
      }
    guard !needsOne || classCount == 1 else {
      throw ModelError(
        .damaged, cause: "a binary objective with \(classCount) trees in an iteration",
        remedy: "save the model again", position: "header")
    }
    return BoostedAnswer(form: form, precision: .float64, divisor: divisor)
  }

  var kindName: String {
    switch name {
    case "binary": "binary classification"
    case "multiclass", "softmax", "multiclassova", "multiclass_ova", "ova", "ovr":
      "multiclass classification"
    case "": "custom objective"
    default: name
    }
  }
}
