/// The features of a CatBoost model, and its tests in the order that both formats count them in:
/// all borders of the first numeric feature, of the second, ..., then the categories.
struct CatBoostFeatures {
  enum Missing {
    /// The comparison decides, and no comparison with NaN holds.
    case asIs
    case asFalse, asTrue
  }

  private(set) var features: [SymmetricFeature] = []
  private var names: [(input: Int, name: String)] = []
  /// The number of features by kind and CatBoost's index within the kind.
  private var numeric: [Int: Int] = [:]
  private var categorical: [Int: Int] = [:]
  private(set) var tests: [SymmetricTrees.Test] = []
  private var categoricalInputs: [Int] = []

  /// - Parameter maximumInputs: a bound that the file's size gives.
  mutating func addNumeric(
    index: Int, input: Int, name: String, borders: [Float], missing: Missing
  ) {
    numeric[index] = features.count
    add(
      SymmetricFeature(
        input: input, tests: .borders(borders), missingPasses: missing == .asTrue), name: name)
  }

  /// A categorical feature, tested for `hashes` of its values or, with none, not at all.
  mutating func addCategorical(index: Int, input: Int, name: String, hashes: [Int32]) {
    categorical[index] = features.count
    categoricalInputs.append(input)
    add(
      SymmetricFeature(
        input: input, tests: .categories(hashes.map { UInt32(bitPattern: $0) }),
        missingPasses: false), name: name)
  }

  private mutating func add(_ feature: SymmetricFeature, name: String) {
    for index in 0..<feature.testCount {
      tests.append(.init(feature: Int32(clamping: features.count), index: Int32(clamping: index)))
    }
    features.append(feature)
    names.append((feature.input, name))
  }

  /// Columns of a row: numeric and categorical features share one numbering.
  var inputCount: Int { (names.map(\.input).max() ?? -1) + 1 }

  /// The test of a numeric feature against a border that it has.
  func test(numericFeature index: Int, border: Float) -> SymmetricTrees.Test? {
    guard let feature = numeric[index], case .borders(let borders) = features[feature].tests,
      let test = borders.firstIndex(of: border)
    else { return nil }
    return .init(feature: Int32(feature), index: Int32(test))
  }

  func test(categoricalFeature index: Int, hash: Int32) -> SymmetricTrees.Test? {
    guard let feature = categorical[index], case .categories(let values) = features[feature].tests,
      let test = values.firstIndex(of: UInt32(bitPattern: hash))
    else { return nil }
    return .init(feature: Int32(feature), index: Int32(test))
  }

  /// The inputs, of which each feature is another.
  func inputs() throws(ModelError) -> [ModelInput] {
    // A gap is an input that no feature reads: there is none in a file of CatBoost's own.
    guard names.allSatisfy({ $0.input >= 0 }), inputCount == names.count,
      Set(names.map(\.input)).count == names.count
    else {
      throw ModelError(
        .damaged, cause: "its features do not number its inputs", remedy: "save the model again",
        position: "features")
    }
    var inputs = ModelInput.unnamed(inputCount)
    for input in categoricalInputs { inputs[input].kind = .category }
    for (input, name) in names where !name.isEmpty { inputs[input].name = name }
    // Columns without names are known by their numbers in some versions.
    if inputs.enumerated().allSatisfy({ $1.name == nil || $1.name == String($0) }) {
      return inputs.map { ModelInput(name: nil, kind: $0.kind) }
    }
    for input in inputs.indices where inputs[input].name == nil {
      inputs[input].name = String(input)
    }
    return inputs
  }
}
