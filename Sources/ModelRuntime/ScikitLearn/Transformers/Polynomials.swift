/// `PolynomialFeatures`: every product of up to `degree` inputs, in scikit-learn's order.
enum Polynomials {
  /// Terms grow with the power of the inputs: a row of a million is no row any more.
  private static let maximumTerms = 1 << 16

  static func evaluator(_ estimator: Estimator) throws(ModelError) -> PolynomialEvaluator {
    let inputs = try estimator.inputCount()
    let interactionOnly = try estimator.boolean("interaction_only", default: false)
    let includesBias = try estimator.boolean("include_bias", default: true)
    let (lowest, highest) = try degrees(estimator)
    // Terms by degree; a product's factors ascend, and its first is multiplied last.
    var terms: [PolynomialEvaluator.Term] = []
    var shown: [Int] = []
    if includesBias {
      terms.append(PolynomialEvaluator.Term(input: nil, previous: nil))
      shown.append(0)
    }
    // Of the degree before: the first factor and the place of each term.
    var previous: [(first: Int, place: Int)] = []
    for degree in 1...max(highest, 1) where highest > 0 {
      var current: [(first: Int, place: Int)] = []
      func add(_ input: Int, _ before: Int?) throws(ModelError) {
        guard terms.count < maximumTerms else {
          throw estimator.unsupported("makes more than \(maximumTerms) products")
        }
        current.append((first: input, place: terms.count))
        if degree >= lowest { shown.append(terms.count) }
        terms.append(PolynomialEvaluator.Term(input: input, previous: before))
      }
      for input in 0..<inputs {
        if degree == 1 {
          try add(input, nil)
        } else {
          for (first, place) in previous where interactionOnly ? first > input : first >= input {
            try add(input, place)
          }
        }
      }
      previous = current
    }
    guard shown.count == terms.count else {
      throw estimator.unsupported("has a lowest degree above 1", remedy: "fit it with degree=n")
    }
    guard !terms.isEmpty else { throw estimator.unsupported("makes no columns") }
    return PolynomialEvaluator(columns: inputs, terms: terms)
  }

  private static func degrees(
    _ estimator: Estimator
  ) throws(ModelError) -> (lowest: Int, highest: Int) {
    let id = try estimator.required("degree")
    var bounds: [Int64] = []
    for element in estimator.document.elements(id) ?? [id] {
      guard let degree = try PickleNumber.integer(estimator.document, element),
        degree >= 0, degree <= 64
      else { throw estimator.damaged("degree", "is no small integer") }
      bounds.append(degree)
    }
    switch bounds.count {
    case 1: return (0, Int(bounds[0]))
    case 2: return (Int(bounds[0]), Int(bounds[1]))
    default: throw estimator.damaged("degree", "is no pair")
    }
  }
}
