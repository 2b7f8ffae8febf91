import Glibc
import PlainText

/// What an XGBoost objective makes of margins, and of `base_score`, which is given in the
/// objective's output space.
struct XGBoostObjective {
  enum Family {
    case identity, logistic, logisticRaw, exponential, hinge, softmax
  }

  let name: String
  let family: Family

  init(_ node: JSONNode?) throws(ModelError) {
    guard let node else {
      name = ""
      family = .identity
      return
    }
    name = try node.member("name").string()
    switch name {
    case "reg:squarederror", "reg:linear", "reg:squaredlogerror", "reg:pseudohubererror",
      "reg:absoluteerror", "reg:quantileerror", "reg:expectileerror", "rank:pairwise",
      "rank:ndcg", "rank:map":
      family = .identity
    case "reg:logistic", "binary:logistic": family = .logistic
    case "binary:logitraw": family = .logisticRaw
    case "count:poisson", "reg:gamma", "reg:tweedie", "survival:cox", "survival:aft":
      family = .exponential
    case "binary:hinge": family = .hinge
    case "multi:softmax", "multi:softprob": family = .softmax
    default:
      throw ModelError(
        .unsupported, cause: "the objective \(OneLine.quoting(name)) is not known",
        remedy: "use one of XGBoost's own objectives", position: node.path)
    }
  }

  /// The margin that a base score stands for.
  func margin(ofBaseScore score: Float) -> Float {
    switch family {
    case .logistic: -logf(1 / score - 1)
    case .exponential: logf(score)
    case .identity, .logisticRaw, .hinge, .softmax: score
    }
  }

  /// How `count` margins are answered.
  func answer(count: Int) throws(ModelError) -> BoostedAnswer {
    let two = ClassLabel.numbered(2)
    let form: BoostedAnswer.Form
    switch family {
    case .logistic where name == "binary:logistic" && count == 1:
      form = .binary(.sigmoid(scale: 1), classes: two, label: .probabilityAboveHalf)
    // One binary model for each target.
    case .logistic where name == "binary:logistic":
      form = .multilabel(.sigmoid(scale: 1), classes: ClassLabel.numbered(count))
    case .logistic: form = .predictions(.sigmoid(scale: 1))
    case .exponential: form = .predictions(.exponential)
    case .hinge where count == 1: form = .binaryMargin(classes: two)
    case .identity, .logisticRaw, .hinge: form = .predictions(.identity)
    case .softmax: form = .softmax(classes: ClassLabel.numbered(count))
    }
    return BoostedAnswer(form: form, precision: .float32)
  }
}
