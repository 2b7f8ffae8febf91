import PlainText

/// CatBoost's binary format: `CBM1`, the length of a FlatBuffer as UInt32, the FlatBuffer
/// (`TModelCore`), and parts that hold the tables of categorical counters.
///
/// Field numbers are those of `catboost/libs/model/flatbuffers/model.fbs`.
struct CatBoostBinary {
  private enum Core { static let version = 0, trees = 1, info = 2, parts = 3 }
  private enum Info { static let key = 0, value = 1 }
  private enum Trees {
    static let dimension = 0, splits = 1, sizes = 2, starts = 3, categoricals = 4, numerics = 5
    static let oneHots = 6, counters = 7, leafValues = 8, nodes = 10, nodeLeaves = 11, texts = 12
    static let estimated = 13, scale = 14, bias = 15, biases = 16, embeddings = 18
  }
  private enum Numeric {
    static let index = 1, input = 2, borders = 3, name = 4, missing = 5
  }
  private enum Categorical { static let index = 0, input = 1, name = 2 }
  private enum OneHot { static let index = 0, values = 1 }

  static func load(_ file: UnsafeRawBufferPointer) throws(ModelError) -> LoadedModel {
    guard file.count >= 8 else {
      throw ModelError(.damaged, cause: "it ends too early", remedy: "save the model again")
    }
    let size = Int(file.loadUnaligned(fromByteOffset: 4, as: UInt32.self))
    guard size <= file.count - 8 else {
      throw ModelError(
        .damaged, cause: "it names \(size) bytes, and has \(file.count - 8)",
        remedy: "save or copy the model again", position: "byte 4")
    }
    let core = try FlatBufferTable(
      root: UnsafeRawBufferPointer(rebasing: file[8..<(8 + size)]), name: "TModelCore")
    guard let version = try core.string(Core.version), version == "FlabuffersModel_v1" else {
      throw ModelError(
        .unsupported, cause: "its format version is not the one that CatBoost has used since 0.1",
        remedy: "save the model with a release of CatBoost from PyPI")
    }
    guard let trees = try core.table(Core.trees, name: "TModelTrees") else {
      throw core.error("it has no trees")
    }
    try refuseWhatIsNotServed(core: core, trees: trees)
    return try CatBoostBinary(core: core, trees: trees).contents().loaded()
  }

  private let core: FlatBufferTable
  private let trees: FlatBufferTable
  private let dimension: Int
  private let features: CatBoostFeatures

  private static func refuseWhatIsNotServed(
    core: FlatBufferTable, trees: FlatBufferTable
  ) throws(ModelError) {
    let numbers = "compute such features before the model and train on numbers"
    let counters = try trees.count(Trees.counters)
    let parts = try core.count(Core.parts)
    if counters > 0 || parts > 0 {
      throw CatBoost.unsupported(
        "categorical counters (CTR features)", remedy: CatBoost.counterRemedy)
    }
    if try trees.count(Trees.texts) > 0 {
      throw CatBoost.unsupported("text features", remedy: numbers)
    }
    if try trees.count(Trees.embeddings) > 0 {
      throw CatBoost.unsupported("embedding features", remedy: numbers)
    }
    if try trees.count(Trees.estimated) > 0 {
      throw CatBoost.unsupported("estimated features", remedy: numbers)
    }
  }

  private init(core: FlatBufferTable, trees: FlatBufferTable) throws(ModelError) {
    self.core = core
    self.trees = trees
    dimension = Int(try trees.scalar(Trees.dimension, as: Int32.self) ?? 1)
    guard dimension >= 1, dimension <= max(1, try trees.count(Trees.leafValues)) else {
      throw trees.error("it has \(dimension) outputs, which do not fit its leaves")
    }
    var features = CatBoostFeatures()
    for feature in try trees.tables(Trees.numerics, name: "TFloatFeature") {
      let missing = try feature.scalar(Numeric.missing, as: Int8.self) ?? 0
      guard (0...2).contains(missing) else {
        throw feature.error("its treatment of missing values is \(missing), which is unknown")
      }
      features.addNumeric(
        index: Int(try feature.scalar(Numeric.index, as: Int32.self) ?? 0),
        input: Int(try feature.scalar(Numeric.input, as: Int32.self) ?? 0),
        name: try feature.string(Numeric.name) ?? "",
        borders: try feature.vector(Numeric.borders, of: Float.self),
        missing: missing == 2 ? .asTrue : missing == 1 ? .asFalse : .asIs)
    }
    try CatBoostBinary.addCategoricals(to: &features, trees)
    self.features = features
  }

  private static func addCategoricals(
    to features: inout CatBoostFeatures, _ trees: FlatBufferTable
  ) throws(ModelError) {
    var declared: [Int: FlatBufferTable] = [:]
    for feature in try trees.tables(Trees.categoricals, name: "TCatFeature") {
      declared[Int(try feature.scalar(Categorical.index, as: Int32.self) ?? 0)] = feature
    }
    var tested: Set<Int> = []
    for oneHot in try trees.tables(Trees.oneHots, name: "TOneHotFeature") {
      let index = Int(try oneHot.scalar(OneHot.index, as: Int32.self) ?? 0)
      guard let feature = declared[index], tested.insert(index).inserted else {
        throw oneHot.error("it refers to no categorical feature of its own")
      }
      features.addCategorical(
        index: index, input: Int(try feature.scalar(Categorical.input, as: Int32.self) ?? 0),
        name: try feature.string(Categorical.name) ?? "",
        hashes: try oneHot.vector(OneHot.values, of: Int32.self))
    }
    for (index, feature) in declared.sorted(by: { $0.key < $1.key }) where !tested.contains(index) {
      features.addCategorical(
        index: index, input: Int(try feature.scalar(Categorical.input, as: Int32.self) ?? 0),
        name: try feature.string(Categorical.name) ?? "", hashes: [])
    }
  }

  private func contents() throws(ModelError) -> CatBoost.Contents {
    var info: [String: String] = [:]
    for entry in try core.tables(Core.info, name: "InfoMap") {
      info[try entry.string(Info.key) ?? ""] = try entry.string(Info.value) ?? ""
    }
    let objective = try CatBoostObjective(
      parameters: try CatBoostBinary.document(info["params"], name: "params"),
      classParameters: try CatBoostBinary.document(
        info["class_params"] ?? info["multiclass_params"], name: "class_params"))
    let isSymmetric = try trees.count(Trees.nodes) == 0
    return CatBoost.Contents(
      features: features,
      trees: isSymmetric ? .symmetric(try symmetric()) : .general(try general()),
      objective: objective, version: CatBoost.version(info["catboost_version_info"]))
  }

  private static func document(_ text: String?, name: String) throws(ModelError) -> JSONNode? {
    guard let text, !text.isEmpty else { return nil }
    return try JSONNode(reading: text, path: name)
  }

  private func bias() throws(ModelError) -> [Double] {
    let biases = try trees.vector(Trees.biases, of: Double.self)
    if !biases.isEmpty {
      guard biases.count == dimension else {
        throw trees.error("\(biases.count) biases for \(dimension) outputs")
      }
      return biases
    }
    let bias = try trees.scalar(Trees.bias, as: Double.self) ?? 0
    return [Double](repeating: bias, count: dimension)
  }

  private func test(_ split: Int32) throws(ModelError) -> SymmetricTrees.Test {
    guard split >= 0, Int(split) < features.tests.count else {
      throw trees.error("split \(split) is used, and there are \(features.tests.count)")
    }
    return features.tests[Int(split)]
  }

  private func symmetric() throws(ModelError) -> SymmetricTrees {
    var tests: [SymmetricTrees.Test] = []
    for split in try trees.vector(Trees.splits, of: Int32.self) {
      tests.append(try test(split))
    }
    let depths = try trees.vector(Trees.sizes, of: Int32.self).map { Int($0) }
    let values = try trees.vector(Trees.leafValues, of: Double.self)
    let scale = try trees.scalar(Trees.scale, as: Double.self) ?? 1
    let bias = try bias()
    do {
      return try SymmetricTrees(
        inputCount: features.inputCount, features: features.features, treeDepths: depths,
        tests: tests, leafValues: values, scale: scale, bias: bias)
    } catch {
      throw trees.error("\(error)")
    }
  }

  /// Depthwise and lossguide trees: node p leads to p + step; a step of 0 ends at p.
  private func general() throws(ModelError) -> TreeEnsemble {
    struct Steps: BitwiseCopyable { var left: UInt16, right: UInt16 }
    let splits = try trees.vector(Trees.splits, of: Int32.self)
    let steps = try trees.vector(Trees.nodes, of: Steps.self)
    let leafOffsets = try trees.vector(Trees.nodeLeaves, of: UInt32.self)
    let values = try trees.vector(Trees.leafValues, of: Double.self)
    guard steps.count == splits.count, leafOffsets.count == splits.count else {
      throw trees.error("its lists of nodes have different lengths")
    }
    var builder = CatBoostTreeBuilder(
      features: features, dimension: dimension,
      scale: try trees.scalar(Trees.scale, as: Double.self) ?? 1, bias: try bias())
    var start = 0
    for size in try trees.vector(Trees.sizes, of: Int32.self) {
      let size = Int(size)
      guard size >= 1, size <= steps.count - start else {
        throw trees.error("a tree of \(size) nodes does not fit the list of nodes")
      }
      var nodes: [CatBoostTreeBuilder.Node] = []
      for node in start..<(start + size) {
        let left = Int(steps[node].left)
        let right = Int(steps[node].right)
        let offset = Int(leafOffsets[node])
        let endsHere = left == 0 || right == 0
        guard !endsHere || offset <= values.count - dimension else {
          throw trees.error("a node's leaf is not among the values")
        }
        nodes.append(
          CatBoostTreeBuilder.Node(
            test: left == 0 && right == 0 ? nil : try test(splits[node]),
            left: left == 0 ? nil : node - start + left,
            right: right == 0 ? nil : node - start + right,
            values: endsHere ? Array(values[offset..<(offset + dimension)]) : []))
      }
      try builder.addTree(nodes)
      start += size
    }
    guard start == steps.count else {
      throw trees.error("its trees have \(start) nodes, and the list \(steps.count)")
    }
    return try builder.build()
  }
}
