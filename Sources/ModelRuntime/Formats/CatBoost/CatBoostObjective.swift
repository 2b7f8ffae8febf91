/// What a CatBoost model's training parameters say of its outputs.
struct CatBoostObjective {
  let loss: String
  let classes: [ClassLabel]

  /// - Parameters:
  ///   - parameters: the document `params`.
  ///   - classParameters: the document `class_params`; older files: `multiclass_params`.
  init(parameters: JSONNode?, classParameters: JSONNode?) throws(ModelError) {
    loss =
      try parameters?.optional("loss_function")?.optional("type")?.string() ?? ""
    classes = try CatBoostObjective.classes(classParameters)
  }

  private static func classes(_ node: JSONNode?) throws(ModelError) -> [ClassLabel] {
    guard let node, let names = node.optional("class_names") else { return [] }
    let type = try node.optional("class_label_type")?.string() ?? ""
    var labels: [ClassLabel] = []
    for element in try names.elements() {
      switch element.value {
      case .string(let text): labels.append(.string(text))
      case .boolean(let value): labels.append(.boolean(value))
      case .integer(let value) where type != "Float": labels.append(.integer(value))
      case .integer(let value): labels.append(.number(Double(value)))
      case .number(let value):
        if type != "Float", let whole = Int64(exactly: value) {
          labels.append(.integer(whole))
        } else {
          labels.append(.number(value))
        }
      default: throw element.error("a class name is expected")
      }
    }
    return labels
  }

  /// How `count` sums are answered.
  func answer(count: Int) throws(ModelError) -> BoostedAnswer {
    let sigmoid = BoostedTransform.sigmoid(scale: 1)
    let form: BoostedAnswer.Form
    switch loss {
    case "MultiClass": form = .softmax(classes: try labels(count))
    case "MultiClassOneVsAll": form = .oneVersusAll(sigmoid, classes: try labels(count))
    case "MultiLogloss", "MultiCrossEntropy":
      form = .multilabel(sigmoid, classes: try labels(count))
    case "RMSEWithUncertainty" where count == 2: form = .meanAndVariance
    case "Poisson", "Tweedie": form = .predictions(.exponential)
    case "Logloss", "CrossEntropy", "Focal", "PairLogit", "PairLogitPairwise":
      form =
        classes.isEmpty && loss.hasPrefix("Pair") || count != 1
        ? .predictions(.identity)
        : .binary(sigmoid, classes: try labels(2), label: .marginAboveZero)
    default:
      // A model of another loss with two classes is a classifier's all the same.
      form =
        classes.count == 2 && count == 1
        ? .binary(sigmoid, classes: classes, label: .marginAboveZero) : .predictions(.identity)
    }
    return BoostedAnswer(form: form, precision: .float64)
  }

  private func labels(_ count: Int) throws(ModelError) -> [ClassLabel] {
    if classes.isEmpty { return ClassLabel.numbered(count) }
    guard classes.count == count else {
      throw ModelError(
        .damaged, cause: "\(classes.count) class names for \(count) classes",
        remedy: "save the model again", position: "class_params")
    }
    return classes
  }
}
