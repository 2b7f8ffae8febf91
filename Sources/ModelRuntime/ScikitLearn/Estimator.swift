/// An object of scikit-learn in a pickle: its class and its attributes, checked as they are read.
struct Estimator {
  let document: PickleDocument
  let type: PickleGlobal
  /// The dictionary of attributes.
  private let attributes: PickleID?
  private let object: PickleObject
  /// How many estimators this one lies within.
  private let nesting: Int
  /// Columns that what lies before it in a pipeline makes. Before 1.2 a FunctionTransformer does not
  /// say itself.
  private let givenColumns: Int?

  /// - Throws: where the value is no object of a class that is read by attributes.
  init(
    _ document: PickleDocument, _ id: PickleID, nesting: Int = 0, givenColumns: Int? = nil
  ) throws(ModelError) {
    try document.pay(64)
    guard let object = document.object(id),
      object.type.role == .estimator || object.type.role == .tree
    else {
      throw ModelError(
        .unsupported, cause: "holds \(document.describe(id)), not a scikit-learn estimator",
        remedy: "save the fitted estimator itself: pickle.dump(model, file)")
    }
    self.document = document
    self.object = object
    type = object.type
    attributes = object.state
    self.nesting = nesting
    self.givenColumns = givenColumns
  }

  var name: String { type.name }

  /// The arguments it is constructed from.
  var arguments: [PickleID] { document.elements(object.arguments) ?? [] }

  /// An attribute that may be missing or None.
  func optional(_ key: StaticString) throws(ModelError) -> PickleID? {
    guard let attributes, let id = try document.lookUp(attributes, key) else { return nil }
    if case .none = document[id] { return nil }
    return id
  }

  func required(_ key: StaticString) throws(ModelError) -> PickleID {
    guard let id = try optional(key) else {
      throw damaged(
        "\(key)", "is missing",
        remedy: "\(key)".hasSuffix("_")
          ? "fit the estimator before it is saved" : "save the model again")
    }
    return id
  }

  func has(_ key: StaticString) throws(ModelError) -> Bool { try optional(key) != nil }

  /// An object within this one.
  func part(_ id: PickleID) throws(ModelError) -> Estimator {
    try Estimator(document, id, nesting: nesting + 1)
  }

  /// An estimator within this one, made ready to compute.
  ///
  /// - Parameter columns: what it is given to read, where that is known.
  func fitted(_ id: PickleID, columns: Int? = nil) throws(ModelError) -> FittedEstimator {
    guard nesting < Estimator.nestingLimit else {
      throw ModelError(
        .refused, cause: "nests estimators more than \(Estimator.nestingLimit) deep",
        remedy: "check where the file comes from")
    }
    return try ScikitLearn.read(
      Estimator(document, id, nesting: nesting + 1, givenColumns: columns))
  }

  /// A search over a pipeline of a vote is three.
  private static let nestingLimit = 12

  // MARK: Numbers

  func number(_ key: StaticString) throws(ModelError) -> Double {
    guard let value = try PickleNumber.double(document, required(key)) else {
      throw damaged("\(key)", "is no number")
    }
    return value
  }

  func number(_ key: StaticString, default value: Double) throws(ModelError) -> Double {
    try has(key) ? number(key) : value
  }

  func integer(_ key: StaticString) throws(ModelError) -> Int {
    guard let value = try PickleNumber.integer(document, required(key)) else {
      throw damaged("\(key)", "is no integer")
    }
    return Int(value)
  }

  func integer(_ key: StaticString, default value: Int) throws(ModelError) -> Int {
    try has(key) ? integer(key) : value
  }

  func boolean(_ key: StaticString, default value: Bool) throws(ModelError) -> Bool {
    guard let id = try optional(key) else { return value }
    guard let number = try PickleNumber.integer(document, id) else {
      throw damaged("\(key)", "is no boolean")
    }
    return number != 0
  }

  func text(_ key: StaticString) throws(ModelError) -> String? {
    try optional(key).flatMap { id throws(ModelError) in
      if let text = document.string(id) { return text }
      if case .string(let text) = try PickleNumber.label(document, id) { return text }
      return nil
    }
  }

  // MARK: Arrays

  func array(_ key: StaticString) throws(ModelError) -> NumpyArray {
    try NumpyArray(document, required(key))
  }

  /// All the elements of an array of numbers, whatever its shape.
  func vector(_ key: StaticString) throws(ModelError) -> [Double] {
    guard let values = try array(key).doubles() else { throw damaged("\(key)", "holds no numbers") }
    return values
  }

  /// As `vector`, of `count` elements.
  func vector(_ key: StaticString, count: Int) throws(ModelError) -> [Double] {
    let values = try vector(key)
    guard values.count == count else {
      throw damaged("\(key)", "has \(values.count) elements where \(count) are due")
    }
    return values
  }

  /// A number, or an array of `count` of them: one for each.
  func broadcast(_ key: StaticString, count: Int) throws(ModelError) -> [Double] {
    if let value = try? number(key) { return Array(repeating: value, count: count) }
    let values = try vector(key)
    if values.count == 1 { return Array(repeating: values[0], count: count) }
    guard values.count == count else {
      throw damaged("\(key)", "has \(values.count) elements where \(count) are due")
    }
    return values
  }

  /// An array of numbers in two dimensions; one dimension is one row.
  func matrix(_ key: StaticString) throws(ModelError) -> Matrix {
    try matrix(array(key), "\(key)")
  }

  func matrix(_ array: NumpyArray, _ key: String) throws(ModelError) -> Matrix {
    guard array.shape.count == 1 || array.shape.count == 2 else {
      throw damaged(key, "has \(array.shape.count) dimensions where 2 are due")
    }
    guard let values = try array.doubles() else { throw damaged(key, "holds no numbers") }
    return Matrix(
      rows: array.shape.count == 2 ? array.shape[0] : 1,
      columns: array.shape[array.shape.count - 1],
      values: values)
  }

  func labels(_ key: StaticString) throws(ModelError) -> [ClassLabel] {
    guard let labels = try array(key).labels() else { throw damaged("\(key)", "holds no classes") }
    return labels
  }

  /// The elements of a list, a tuple or an array of objects.
  func list(_ key: StaticString) throws(ModelError) -> [PickleID] {
    let id = try required(key)
    if let elements = document.elements(id) {
      try document.pay(elements.count)
      return elements
    }
    guard let objects = try NumpyArray(document, id).objects() else {
      throw damaged("\(key)", "is no list")
    }
    return objects
  }

  // MARK: What every estimator says

  /// Columns that it was fitted with.
  func inputCount() throws(ModelError) -> Int {
    let count: Int
    if try has("n_features_in_") {
      count = try integer("n_features_in_")
    } else if try has("n_features_") {
      count = try integer("n_features_")
    } else if let givenColumns {
      count = givenColumns
    } else {
      throw unsupported(
        "does not say how many columns it reads",
        remedy: "put it into a Pipeline behind one that does, or fit it with a newer scikit-learn")
    }
    guard count > 0, count <= Estimator.maximumInputs else {
      throw damaged("n_features_in_", "is \(count)")
    }
    return count
  }

  /// A row of so many values would not fit a burst's scratch memory in any sane configuration.
  static let maximumInputs = 1 << 16

  /// The columns' names, where it was fitted with a table that has them.
  func inputNames() throws(ModelError) -> [String]? {
    guard try has("feature_names_in_") else { return nil }
    return try labels("feature_names_in_").map(\.description)
  }

  /// The version of scikit-learn that wrote it, as (major, minor).
  func version() throws(ModelError) -> ScikitLearnVersion? {
    try text("_sklearn_version").flatMap(ScikitLearnVersion.init)
  }

  func damaged(
    _ key: String, _ cause: String, remedy: String = "save the model again"
  ) -> ModelError {
    ModelError(.damaged, cause: "\(name).\(key) \(cause)", remedy: remedy)
  }

  func unsupported(
    _ cause: String, remedy: String = "export the model to ONNX and load that"
  ) -> ModelError {
    ModelError(.unsupported, cause: "\(name) \(cause)", remedy: remedy)
  }
}
