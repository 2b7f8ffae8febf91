import PlainText

/// The tree operators of ai.onnx.ml, through `TreeEnsemble` and its kernels.
struct ONNXTreeStep: ONNXStep {
  let evaluator: any Evaluator
  let input: ONNXValue
  let output: ONNXValue
  let rows: Int

  func run(_ frame: ONNXFrame) {
    let from = input.read(frame)
    let to = output.write(frame)
    for row in 0..<rows {
      evaluator.evaluate(
        rows: from + row * evaluator.inputCount, count: 1,
        outputs: to + row * evaluator.outputCount, scratch: frame.scratch)
    }
  }
}

/// Reads the attributes of TreeEnsembleRegressor and TreeEnsembleClassifier, and of TreeEnsemble,
/// into one ensemble.
struct ONNXTreeReader {
  /// One node, its children by position in the tree's own list.
  private struct Node {
    var feature = 0
    var value = 0.0
    var mode = ""
    var yes = -1
    var no = -1
    var missingIsYes = false
    /// Of a leaf: (output, weight).
    var weights: [(Int, Double)] = []
    var isLeaf: Bool { mode == "LEAF" }
  }

  private let node: ONNXNode
  private let inputCount: Int
  private let outputCount: Int
  private let isDouble: Bool

  init(_ node: ONNXNode, inputCount: Int, outputCount: Int, isDouble: Bool) {
    self.node = node
    self.inputCount = inputCount
    self.outputCount = outputCount
    self.isDouble = isDouble
  }

  /// The ensemble of the operators up to version 3: nodes in lists, named by tree and number.
  func oldEnsemble(targets prefix: String) throws(ModelError) -> TreeEnsemble {
    let trees = node.integers("nodes_treeids")
    let numbers = node.integers("nodes_nodeids")
    let features = node.integers("nodes_featureids")
    let modes = node.texts("nodes_modes")
    let yes = node.integers("nodes_truenodeids")
    let no = node.integers("nodes_falsenodeids")
    let values = node.numbers("nodes_values")
    let missing = node.integers("nodes_missing_value_tracks_true")
    let count = trees.count
    guard
      [numbers.count, features.count, modes.count, yes.count, no.count, values.count]
        .allSatisfy({ $0 == count }), missing.isEmpty || missing.count == count, count > 0
    else { throw node.error("its lists of nodes have different lengths") }
    // Places by tree and number; trees in order of first appearance.
    struct Name: Hashable { var tree: Int, number: Int }
    var places: [Name: Int] = [:]
    var order: [Int] = []
    var members: [Int: [Int]] = [:]
    for index in 0..<count {
      if members[trees[index]] == nil { order.append(trees[index]) }
      let own = members[trees[index], default: []].count
      members[trees[index], default: []].append(index)
      guard places.updateValue(own, forKey: Name(tree: trees[index], number: numbers[index])) == nil
      else {
        throw node.error("tree \(trees[index]) has two nodes of the number \(numbers[index])")
      }
    }
    var nodes: [Node] = []
    nodes.reserveCapacity(count)
    for index in 0..<count {
      var own = Node(
        feature: features[index], value: values[index], mode: modes[index],
        missingIsYes: !missing.isEmpty && missing[index] != 0)
      if !own.isLeaf {
        guard let first = places[Name(tree: trees[index], number: yes[index])],
          let second = places[Name(tree: trees[index], number: no[index])]
        else {
          throw node.error(
            "tree \(trees[index]), node \(numbers[index]): a child of it does not exist")
        }
        (own.yes, own.no) = (first, second)
      }
      nodes.append(own)
    }
    let leafTrees = node.integers("\(prefix)_treeids")
    let leafNodes = node.integers("\(prefix)_nodeids")
    let leafOutputs = node.integers("\(prefix)_ids")
    let weights = node.numbers("\(prefix)_weights")
    guard [leafNodes.count, leafOutputs.count, weights.count].allSatisfy({ $0 == leafTrees.count })
    else { throw node.error("its lists of leaves have different lengths") }
    for index in leafTrees.indices {
      guard let own = places[Name(tree: leafTrees[index], number: leafNodes[index])],
        let place = members[leafTrees[index]]?[own], nodes[place].isLeaf
      else {
        throw node.error("tree \(leafTrees[index]) has no leaf \(leafNodes[index])")
      }
      guard leafOutputs[index] >= 0, leafOutputs[index] < outputCount else {
        throw node.error(
          "a leaf adds to output \(leafOutputs[index]), and there are \(outputCount)")
      }
      nodes[place].weights.append((leafOutputs[index], weights[index]))
    }
    return try build(order.map { (members[$0] ?? []).map { nodes[$0] } })
  }

  /// The ensemble of TreeEnsemble, version 5: nodes and leaves in lists of their own.
  func ensemble() throws(ModelError) -> TreeEnsemble {
    let features = node.integers("nodes_featureids")
    let modeCodes = node.tensor("nodes_modes")?.values ?? []
    let splits = node.tensor("nodes_splits")?.values ?? []
    let yes = node.integers("nodes_truenodeids")
    let no = node.integers("nodes_falsenodeids")
    let yesLeaf = node.integers("nodes_trueleafs")
    let noLeaf = node.integers("nodes_falseleafs")
    let missing = node.integers("nodes_missing_value_tracks_true")
    let targets = node.integers("leaf_targetids")
    let weights = node.tensor("leaf_weights")?.values ?? []
    let count = features.count
    guard
      [modeCodes.count, splits.count, yes.count, no.count, yesLeaf.count, noLeaf.count]
        .allSatisfy({ $0 == count }), missing.isEmpty || missing.count == count,
      targets.count == weights.count
    else { throw node.error("its lists of nodes have different lengths") }
    guard targets.allSatisfy({ $0 >= 0 && $0 < outputCount }) else {
      throw node.error("a leaf adds to an output that does not exist")
    }
    let names = ["BRANCH_LEQ", "BRANCH_LT", "BRANCH_GTE", "BRANCH_GT", "BRANCH_EQ", "BRANCH_NEQ"]
    var trees: [[Node]] = []
    var visited = 0
    for root in node.integers("tree_roots") {
      guard root >= 0, root < count else { throw node.error("a root does not exist") }
      var tree: [Node] = [Node()]
      var pending = [(root, 0)]
      while let (index, place) = pending.popLast() {
        // A node that is met again would be met for ever.
        visited += 1
        guard visited <= count else { throw node.error("more than one path leads to a node") }
        guard let mode = Int(exactly: modeCodes[index]), names.indices.contains(mode) else {
          throw node.unsupported("node \(index) has the mode \(modeCodes[index])")
        }
        tree[place] = Node(
          feature: features[index], value: splits[index], mode: names[mode],
          missingIsYes: !missing.isEmpty && missing[index] != 0)
        for (isYes, child, isLeaf) in [
          (true, yes[index], yesLeaf[index]), (false, no[index], noLeaf[index]),
        ] {
          let own = tree.count
          guard child >= 0, child < (isLeaf != 0 ? targets.count : count) else {
            throw node.error("node \(index): a child of it does not exist")
          }
          if isYes { tree[place].yes = own } else { tree[place].no = own }
          tree.append(
            isLeaf != 0 ? Node(mode: "LEAF", weights: [(targets[child], weights[child])]) : Node())
          if isLeaf == 0 { pending.append((child, own)) }
        }
      }
      trees.append(tree)
    }
    return try build(trees)
  }

  private func build(_ trees: [[Node]]) throws(ModelError) -> TreeEnsemble {
    // A tree whose leaves all add to one output needs no vectors.
    let isScalar = trees.allSatisfy { tree in
      Set(tree.flatMap { $0.weights.map(\.0) }).count <= 1
        && tree.allSatisfy { $0.weights.count <= 1 }
    }
    // Vectors have a value for each output, whether the file has it or not: what they may take is
    // bounded by what it has.
    let leaves = trees.reduce(0) { $0 + $1.count { $0.isLeaf } }
    let weights = trees.reduce(0) { $0 + $1.reduce(0) { $0 + $1.weights.count } }
    guard outputCount <= 1 << 20, isScalar || leaves * outputCount <= 1 << 22 + 64 * weights
    else { throw node.unsupported("its leaves hold too many values") }
    var builder = TreeEnsembleBuilder(
      inputCount: inputCount, inputPrecision: isDouble ? .float64 : .float32,
      sum: TreeSum(
        isDouble ? .float64 : .float32, start: [Double](repeating: 0, count: outputCount)),
      vectorLeaves: !isScalar)
    for (number, tree) in trees.enumerated() {
      builder.beginTree(output: tree.lazy.compactMap { $0.weights.first?.0 }.first ?? 0)
      for own in tree { try add(own, to: &builder, isScalar: isScalar) }
      do { try builder.endTree() } catch {
        throw node.error(
          "tree \(number)\(error.node.map { ", node \($0)" } ?? ""): \(error.reason)")
      }
    }
    do { return try builder.build() } catch { throw node.error("\(error)") }
  }

  private func add(
    _ own: Node, to builder: inout TreeEnsembleBuilder, isScalar: Bool
  ) throws(ModelError) {
    if own.isLeaf {
      if isScalar {
        builder.addLeaf(own.weights.first?.1 ?? 0)
      } else {
        var values = [Double](repeating: 0, count: outputCount)
        for (output, weight) in own.weights { values[output] += weight }
        builder.addLeaf(values)
      }
      return
    }
    // Everything becomes `value <= threshold goes left`. `<` has the next number below.
    func below(_ value: Double) -> Double {
      isDouble ? value.nextDown : Double(Float(value).nextDown)
    }
    let value = own.value
    switch own.mode {
    case "BRANCH_LEQ", "BRANCH_LT":
      try addNumber(
        own, own.mode == "BRANCH_LEQ" ? value : below(value), left: own.yes, right: own.no,
        missingGoesLeft: own.missingIsYes, to: &builder)
    case "BRANCH_GT", "BRANCH_GTE":
      try addNumber(
        own, own.mode == "BRANCH_GT" ? value : below(value), left: own.no, right: own.yes,
        missingGoesLeft: !own.missingIsYes, to: &builder)
    case "BRANCH_EQ", "BRANCH_NEQ":
      guard let category = UInt32(exactly: value) else {
        throw node.unsupported("a node tests for the value \(value)")
      }
      let feature = builder.feature(input: own.feature, reading: .categoryExact)
      let isEqual = own.mode == "BRANCH_EQ"
      // What is equal goes right if that is the branch taken. NaN equals nothing.
      builder.addSplit(
        feature: feature, categories: [category], membersGoRight: isEqual, left: own.no,
        right: own.yes, missingGoesLeft: isEqual && !own.missingIsYes)
    default: throw node.unsupported("a node has the mode \(OneLine.quoting(own.mode))")
    }
  }

  private func addNumber(
    _ own: Node, _ threshold: Double, left: Int, right: Int, missingGoesLeft: Bool,
    to builder: inout TreeEnsembleBuilder
  ) throws(ModelError) {
    guard own.value != -.infinity || own.mode == "BRANCH_LEQ" || own.mode == "BRANCH_GT" else {
      throw node.error("nothing is below a node's threshold")
    }
    guard own.feature >= 0, own.feature < inputCount else {
      throw node.error("a node tests feature \(own.feature), and the input has \(inputCount)")
    }
    builder.addSplit(
      feature: own.feature, threshold: threshold, left: left, right: right,
      missingGoesLeft: missingGoesLeft)
  }
}

extension ONNXProgram {
  mutating func addTrees(_ node: ONNXNode) throws(ModelError) -> Bool {
    guard
      ["TreeEnsembleRegressor", "TreeEnsembleClassifier", "TreeEnsemble"].contains(node.operation)
    else { return false }
    let input = try input(node, 0)
    let (rows, columns) = try matrix(input, of: node)
    let isClassifier = node.operation == "TreeEnsembleClassifier"
    let labels = ONNXProgram.classLabels(node)
    let count = isClassifier ? labels.count : node.integer("n_targets", default: 1)
    guard count > 0, count <= 1 << 20 else { throw node.error("it has \(count) outputs") }
    let reader = ONNXTreeReader(
      node, inputCount: columns, outputCount: count, isDouble: input.type == .double)
    let ensemble =
      node.operation == "TreeEnsemble"
      ? try reader.ensemble() : try reader.oldEnsemble(targets: isClassifier ? "class" : "target")
    let evaluator = ensemble.makeEvaluator()
    kernels.append(evaluator.kernelDescription)
    stepMemoryBytes += evaluator.memoryBytes
    let type: ONNXType = input.type == .double ? .double : .float
    let sums = try allocate("\(node.place) sums", type: type, shape: [rows, count])
    append(
      ONNXTreeStep(evaluator: evaluator, input: input, output: sums, rows: rows),
      scratchBytes: evaluator.scratchBytes(rows: 1))
    let base = node.numbers("base_values")
    guard base.isEmpty || base.count == count || base.count == 1 else {
      throw node.error("it has \(base.count) base values for \(count) outputs")
    }
    let aggregate = node.text("aggregate_function", default: "SUM")
    let code = node.integer("aggregate_function", default: 1)
    let isAverage = aggregate == "AVERAGE" || (node.operation == "TreeEnsemble" && code == 0)
    guard aggregate == "SUM" || isAverage, node.operation != "TreeEnsemble" || code <= 1 else {
      throw node.unsupported("it aggregates by \(aggregate == "SUM" ? "\(code)" : aggregate)")
    }
    let transform =
      node.operation == "TreeEnsemble"
      // ONNX Runtime's numbering, in which 1 and 2 are not the specification's SOFTMAX and LOGISTIC.
      ? ["NONE", "LOGISTIC", "SOFTMAX", "SOFTMAX_ZERO", "PROBIT"][
        min(4, max(0, node.integer("post_transform", default: 0)))]
      : node.text("post_transform", default: "NONE")
    // Two classes by the sums of one.
    let classIDs = Set(node.integers("class_ids"))
    let isBinary = isClassifier && count == 2 && classIDs.count == 1
    let scores = ONNXScores(
      transform: try ONNXScores.Transform(transform, of: node), input: sums,
      base: base.isEmpty ? [] : base, divisor: isAverage ? Double(max(1, ensemble.treeCount)) : 1,
      binary: !isBinary
        ? nil
        : (
          column: classIDs.first ?? 0,
          isPositive: node.numbers("class_weights").allSatisfy { $0 >= 0 }
        ))
    try addScores(scores, node: node, labels: isClassifier ? labels : nil, rows: rows, count: count)
    return true
  }
}
