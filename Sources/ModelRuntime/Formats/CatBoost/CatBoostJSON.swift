import PlainText

/// CatBoost's JSON format (`save_model(..., format="json")`).
struct CatBoostJSON {
  private let document: JSONNode
  private let features: CatBoostFeatures

  static func load(_ bytes: UnsafeRawBufferPointer) throws(ModelError) -> LoadedModel {
    try CatBoostJSON(JSONNode(reading: bytes)).contents().loaded()
  }

  private init(_ document: JSONNode) throws(ModelError) {
    self.document = document
    let info = try document.member("features_info")
    for (member, what, remedy) in [
      ("ctrs", "categorical counters (CTR features)", CatBoost.counterRemedy),
      ("text_features", "text features", "compute them before the model and train on numbers"),
      (
        "embedding_features", "embedding features",
        "compute them before the model and train on numbers"
      ),
    ] {
      if let list = info.optional(member), try !list.elements().isEmpty {
        throw CatBoost.unsupported(what, remedy: remedy)
      }
    }
    var features = CatBoostFeatures()
    for feature in try info.optional("float_features")?.elements() ?? [] {
      let missing: CatBoostFeatures.Missing
      let treatment = try feature.optional("nan_value_treatment")?.string() ?? "AsIs"
      switch treatment {
      case "AsIs": missing = .asIs
      case "AsFalse": missing = .asFalse
      case "AsTrue": missing = .asTrue
      default: throw feature.error("the treatment of missing values is unknown")
      }
      features.addNumeric(
        index: try feature.member("feature_index").integer(),
        input: try feature.member("flat_feature_index").integer(),
        name: try feature.optional("feature_id")?.string() ?? "",
        borders: try feature.optional("borders")?.numbers().map { Float($0) } ?? [],
        missing: missing)
    }
    for feature in try info.optional("categorical_features")?.elements() ?? [] {
      var hashes: [Int32] = []
      for value in try feature.optional("values")?.integers() ?? [] {
        // Written as signed by some versions and as unsigned by others.
        guard value >= Int(Int32.min), value <= Int(UInt32.max) else {
          throw feature.error("\(value) is no hash of 32 bits")
        }
        hashes.append(Int32(truncatingIfNeeded: value))
      }
      features.addCategorical(
        index: try feature.member("feature_index").integer(),
        input: try feature.member("flat_feature_index").integer(),
        name: try feature.optional("feature_id")?.string() ?? "", hashes: hashes)
    }
    self.features = features
  }

  private func contents() throws(ModelError) -> CatBoost.Contents {
    let info = document.optional("model_info")
    let objective = try CatBoostObjective(
      parameters: info?.optional("params"),
      classParameters: info?.optional("class_params") ?? info?.optional("multiclass_params"))
    let trees: CatBoost.Contents.Trees
    if let list = document.optional("oblivious_trees") {
      trees = .symmetric(try symmetric(try list.elements()))
    } else {
      trees = .general(try general(try document.member("trees").elements()))
    }
    return CatBoost.Contents(
      features: features, trees: trees, objective: objective,
      version: CatBoost.version(try info?.optional("catboost_version_info")?.string()))
  }

  /// `[scale, [bias, ...]]`; older files hold one bias for all: `[scale, bias]`.
  private func scaleAndBias(dimension: Int) throws(ModelError) -> (Double, [Double]) {
    guard let node = document.optional("scale_and_bias") else {
      return (1, [Double](repeating: 0, count: dimension))
    }
    let parts = try node.elements()
    guard parts.count == 2 else { throw node.error("a scale and a bias are expected") }
    let scale = try parts[0].number()
    if let bias = parts[1].value.asNumber {
      return (scale, [Double](repeating: bias, count: dimension))
    }
    let bias = try parts[1].numbers()
    guard bias.count == dimension || bias.isEmpty else {
      throw node.error("\(bias.count) biases for \(dimension) outputs")
    }
    return (scale, bias.isEmpty ? [Double](repeating: 0, count: dimension) : bias)
  }

  private func test(_ split: JSONNode) throws(ModelError) -> SymmetricTrees.Test {
    let type = try split.optional("split_type")?.string() ?? "FloatFeature"
    let found: SymmetricTrees.Test?
    switch type {
    case "FloatFeature":
      found = features.test(
        numericFeature: try split.member("float_feature_index").integer(),
        border: Float(try split.member("border").number()))
    case "OneHotFeature":
      let value = try split.member("value").integer()
      guard value >= Int(Int32.min), value <= Int(UInt32.max) else {
        throw split.error("\(value) is no hash of 32 bits")
      }
      found = features.test(
        categoricalFeature: try split.member("cat_feature_index").integer(),
        hash: Int32(truncatingIfNeeded: value))
    default:
      throw CatBoost.unsupported(
        "splits of the type \(OneLine.quoting(type))", remedy: CatBoost.counterRemedy)
    }
    guard let found else { throw split.error("it tests a border that its feature does not have") }
    return found
  }

  private func symmetric(_ trees: [JSONNode]) throws(ModelError) -> SymmetricTrees {
    var depths: [Int] = []
    var tests: [SymmetricTrees.Test] = []
    var leaves: [Double] = []
    var dimension = 1
    for tree in trees {
      let splits = try tree.optional("splits")?.elements() ?? []
      let values = try tree.member("leaf_values").numbers()
      guard splits.count <= SymmetricTrees.maximumDepth else {
        throw tree.error("its depth is \(splits.count)")
      }
      let count = 1 << splits.count
      guard !values.isEmpty, values.count % count == 0 else {
        throw tree.error("\(values.count) values for \(count) leaves")
      }
      if depths.isEmpty { dimension = values.count / count }
      depths.append(splits.count)
      for split in splits { tests.append(try test(split)) }
      leaves += values
    }
    let (scale, bias) = try scaleAndBias(dimension: dimension)
    do {
      return try SymmetricTrees(
        inputCount: features.inputCount, features: features.features, treeDepths: depths,
        tests: tests, leafValues: leaves, scale: scale, bias: bias)
    } catch {
      throw JSONNode(.null, path: "oblivious_trees").error("\(error)")
    }
  }

  private func general(_ trees: [JSONNode]) throws(ModelError) -> TreeEnsemble {
    var lists: [[CatBoostTreeBuilder.Node]] = []
    for tree in trees { lists.append(try nodes(tree)) }
    let dimension = lists.first?.first { $0.test == nil }?.values.count ?? 1
    guard lists.allSatisfy({ $0.allSatisfy { $0.test != nil || $0.values.count == dimension } })
    else {
      throw JSONNode(.null, path: "trees").error("leaves have different numbers of values")
    }
    let (scale, bias) = try scaleAndBias(dimension: dimension)
    var builder = CatBoostTreeBuilder(
      features: features, dimension: dimension, scale: scale, bias: bias)
    for list in lists { try builder.addTree(list) }
    return try builder.build()
  }

  /// The tree's nodes, root first. Depth is bounded by the reader's own bound on nesting.
  private func nodes(_ root: JSONNode) throws(ModelError) -> [CatBoostTreeBuilder.Node] {
    var nodes: [CatBoostTreeBuilder.Node] = [.init(test: nil, values: [])]
    var pending: [(JSONNode, Int)] = [(root, 0)]
    while let (node, position) = pending.popLast() {
      guard let split = node.optional("split") else {
        let value = try node.member("value")
        if let number = value.value.asNumber {
          nodes[position].values = [number]
        } else {
          nodes[position].values = try value.numbers()
        }
        guard !nodes[position].values.isEmpty else { throw node.error("it has no value") }
        continue
      }
      nodes[position].test = try test(split)
      nodes[position].left = nodes.count
      nodes[position].right = nodes.count + 1
      pending.append((try node.member("left"), nodes.count))
      pending.append((try node.member("right"), nodes.count + 1))
      nodes += [.init(test: nil, values: []), .init(test: nil, values: [])]
    }
    return nodes
  }
}
