/// Builds a `TreeEnsemble` tree by tree and checks it.
///
///     var builder = TreeEnsembleBuilder(inputCount: 4, sum: TreeSum(start: [0]))
///     builder.beginTree()
///     builder.addSplit(feature: 2, threshold: 0.5, left: 1, right: 2, missingGoesLeft: false)
///     builder.addLeaf(10)
///     builder.addLeaf(20)
///     try builder.endTree()
///     let ensemble = try builder.build()
///
/// A tree's first node is its root. Children are counted from the root, 0, and may be named before
/// they are added; nodes that nothing leads to are allowed (XGBoost leaves pruned ones in place).
struct TreeEnsembleBuilder {
  private let inputCount: Int
  private var features: [TreeFeature]
  private let inputPrecision: TreeEnsemble.InputPrecision
  private let comparison: TreeEnsemble.Comparison
  private var sum: TreeSum
  private let leafWidth: Int

  private var nodes: [TreeNode] = []
  private var categorySets = CategorySets()
  private var treeStarts: [Int32] = [0]
  private var treeOutputs: [Int32] = []
  private var leafValues: [Double] = []
  private var isTested: [Bool] = []
  /// Which nodes of the tree being checked have been reached; kept for its memory.
  private var reached: [Bool] = []
  private var pending: [Int32] = []

  /// - Parameters:
  ///   - features: what nodes compare; nil: each input as a number, feature i reading input i.
  ///   - vectorLeaves: every leaf holds one value for each output; else a tree adds to one output.
  init(
    inputCount: Int, features: [TreeFeature]? = nil,
    inputPrecision: TreeEnsemble.InputPrecision = .float32,
    comparison: TreeEnsemble.Comparison = .lessOrEqual, sum: TreeSum, vectorLeaves: Bool = false
  ) {
    self.inputCount = inputCount
    self.features = features ?? (0..<inputCount).map { TreeFeature(input: $0) }
    self.inputPrecision = inputPrecision
    self.comparison = comparison
    self.sum = sum
    leafWidth = vectorLeaves ? max(1, sum.outputCount) : 1
    self.vectorLeaves = vectorLeaves
  }
  private let vectorLeaves: Bool

  var treeCount: Int { treeStarts.count - 1 }

  /// Makes room; `nodes` is what the file holds, already checked against the file's size.
  mutating func reserve(nodes: Int, leaves: Int, trees: Int) {
    self.nodes.reserveCapacity(nodes)
    PageMemory.populate(&self.nodes)
    leafValues.reserveCapacity(leaves * leafWidth)
    PageMemory.populate(&leafValues)
    treeStarts.reserveCapacity(trees + 1)
  }

  /// The feature that reads `input` in this way, made where it does not exist yet.
  mutating func feature(input: Int, reading: TreeFeature.Reading) -> Int {
    let wanted = TreeFeature(input: input, reading: reading)
    if input >= 0, input < features.count, features[input] == wanted { return input }
    if let known = featureIndex[wanted] { return known }
    features.append(wanted)
    featureIndex[wanted] = features.count - 1
    return features.count - 1
  }
  private var featureIndex: [TreeFeature: Int] = [:]

  /// Starts a tree that adds to `output` (of no meaning with vector leaves).
  mutating func beginTree(output: Int = 0) {
    if !vectorLeaves { treeOutputs.append(Int32(clamping: output)) }
  }

  mutating func addSplit(
    feature index: Int, threshold value: Double, left leftChild: Int, right rightChild: Int,
    missingGoesLeft missing: Bool
  ) {
    nodes.append(
      TreeNode(
        threshold: value, left: Int32(clamping: leftChild), right: Int32(clamping: rightChild),
        feature: index < 0 ? .max : Int32(clamping: index), missingGoesLeft: missing))
  }

  /// Splits by category. `feature` is one that reads categories.
  mutating func addSplit(
    feature index: Int, categories: [UInt32], membersGoRight: Bool, left leftChild: Int,
    right rightChild: Int, missingGoesLeft missing: Bool
  ) {
    let set = categorySets.add(categories, membersGoRight: membersGoRight)
    addSplit(
      feature: index, threshold: Double(set), left: leftChild, right: rightChild,
      missingGoesLeft: missing)
  }

  mutating func addLeaf(_ value: Double) {
    appendLeafNode()
    leafValues.append(value)
  }

  /// A leaf with one value for each output.
  mutating func addLeaf(_ values: some Collection<Double>) {
    appendLeafNode()
    leafValues.append(contentsOf: values)
  }

  /// Adds the trees of another builder, made as this one was, behind its own. Neither has splits by category.
  mutating func append(_ other: TreeEnsembleBuilder) throws(TreeFault) {
    precondition(other.features.count == features.count && other.leafWidth == leafWidth)
    precondition(categorySets.count == 0 && other.categorySets.count == 0)
    try checkSize(nodes.count + other.nodes.count, tree: treeCount)
    let firstNode = Int32(nodes.count)
    let firstLeaf = Int32(leafValues.count / leafWidth)
    for var node in other.nodes {
      if node.isLeaf {
        node.left += firstLeaf
      } else {
        node.left += firstNode
        node.right += firstNode
      }
      nodes.append(node)
    }
    leafValues += other.leafValues
    treeStarts += other.treeStarts.dropFirst().map { $0 + firstNode }
    treeOutputs += other.treeOutputs
    let known = isTested.count
    isTested += repeatElement(false, count: max(0, other.isTested.count - known))
    for (feature, isTestedThere) in other.isTested.enumerated() where isTestedThere {
      isTested[feature] = true
    }
  }

  private mutating func appendLeafNode() {
    // Divided only where it has to be: there are millions.
    let number = leafWidth == 1 ? leafValues.count : leafValues.count / leafWidth
    nodes.append(.leaf(number: number))
  }

  /// Changes how the sums start and end, where that is known after the trees only.
  mutating func setSum(start: [Double], finish: TreeSum.Finish) {
    sum = TreeSum(sum.precision, start: start, finish: finish)
  }

  /// Checks the tree and makes its children indices into the whole.
  mutating func endTree() throws(TreeFault) {
    let start = Int(treeStarts[treeStarts.count - 1])
    let tree = treeStarts.count - 1
    let end = nodes.count
    try checkSize(end, tree: tree)
    guard end > start else { throw TreeFault(tree: tree, node: nil, reason: "it has no nodes") }
    guard leafValues.count % leafWidth == 0 else {
      throw TreeFault(tree: tree, node: nil, reason: "a leaf lacks values for some outputs")
    }
    if !vectorLeaves {
      guard treeOutputs.count == treeStarts.count else {
        throw TreeFault(tree: tree, node: nil, reason: "it was not begun")
      }
      let output = Int(treeOutputs[tree])
      guard output >= 0, output < sum.outputCount else {
        throw TreeFault(
          tree: tree, node: nil,
          reason: "it adds to output \(output), and there are \(sum.outputCount)")
      }
    }
    try check(tree: tree, start: start, end: end)
    treeStarts.append(Int32(end))
  }

  /// Nodes, and the leaves among them, are numbered by Int32.
  private func checkSize(_ nodes: Int, tree: Int) throws(TreeFault) {
    guard nodes <= Int(Int32.max) else {
      throw TreeFault(tree: tree, node: nil, reason: "the ensemble has over 2,147,483,647 nodes")
    }
  }

  /// Checks every node, makes its children indices into the whole, and sees that it is a tree.
  private mutating func check(tree: Int, start: Int, end: Int) throws(TreeFault) {
    let count = end - start
    if reached.count < count {
      reached.append(contentsOf: repeatElement(false, count: count - reached.count))
    }
    while isTested.count < features.count { isTested.append(false) }
    let rules = TreeSplitRules(
      features: features, inputCount: inputCount, comparison: comparison,
      setCount: categorySets.count)
    // What libraries write has children behind their parents, each led to once: that it is a tree is
    // seen in passing. Anything else is walked.
    var isInOrder = true
    // Out of `self` for the loop, which would otherwise look each time whether someone shares them.
    var (reached, isTested): ([Bool], [Bool]) = ([], [])
    swap(&reached, &self.reached)
    swap(&isTested, &self.isTested)
    defer {
      swap(&reached, &self.reached)
      swap(&isTested, &self.isTested)
    }
    for index in 0..<count { reached[index] = false }
    try nodes.withUnsafeMutableBufferPointer { nodes throws(TreeFault) in
      for index in 0..<count where !nodes[start + index].isLeaf {
        let split = nodes[start + index]
        let l = Int(split.left)
        let r = Int(split.right)
        guard l >= 0, l < count, r >= 0, r < count else {
          throw TreeFault(
            tree: tree, node: index,
            reason: "its children are \(l) and \(r), and the tree has \(count) nodes")
        }
        if let reason = rules.fault(of: split) {
          throw TreeFault(tree: tree, node: index, reason: reason)
        }
        isTested[Int(split.feature)] = true
        nodes[start + index].left = Int32(start + l)
        nodes[start + index].right = Int32(start + r)
        if min(l, r) <= index || l == r || reached[l] || reached[r] { isInOrder = false }
        reached[l] = true
        reached[r] = true
      }
    }
    if !isInOrder { try walk(tree: tree, start: start, end: end, &reached) }
  }

  /// Walks the tree from its root, each node once at most, so that a cycle or a shared child is
  /// found when a node is met again. Nodes that nothing leads to may lead anywhere.
  private mutating func walk(
    tree: Int, start: Int, end: Int, _ reached: inout [Bool]
  ) throws(TreeFault) {
    for index in 0..<(end - start) { reached[index] = false }
    pending.removeAll(keepingCapacity: true)
    pending.append(Int32(start))
    reached[0] = true
    while let node = pending.popLast() {
      let node = nodes[Int(node)]
      if node.isLeaf { continue }
      try reach(node.left, tree: tree, start: start, &reached)
      try reach(node.right, tree: tree, start: start, &reached)
    }
  }

  private mutating func reach(
    _ child: Int32, tree: Int, start: Int, _ reached: inout [Bool]
  ) throws(TreeFault) {
    let node = Int(child) - start
    guard !reached[node] else {
      throw TreeFault(tree: tree, node: node, reason: "more than one path leads to it")
    }
    reached[node] = true
    pending.append(child)
  }

  consuming func build() throws(TreeFault) -> TreeEnsemble {
    guard treeStarts[treeStarts.count - 1] == nodes.count else {
      throw TreeFault(tree: treeStarts.count - 1, node: nil, reason: "it was not ended")
    }
    for feature in features where feature.input < 0 || feature.input >= inputCount {
      throw TreeFault(
        tree: 0, node: nil,
        reason: "input \(feature.input) is tested, and the model has \(inputCount)")
    }
    guard sum.outputCount > 0 else {
      throw TreeFault(tree: 0, node: nil, reason: "the ensemble has no outputs")
    }
    isTested += repeatElement(false, count: features.count - isTested.count)
    return TreeEnsemble(
      inputCount: inputCount, features: features, isTested: isTested,
      inputPrecision: inputPrecision,
      comparison: comparison, sum: sum, nodes: nodes, categorySets: categorySets,
      treeStarts: treeStarts, treeOutputs: treeOutputs, leafValues: leafValues,
      leafWidth: leafWidth)
  }
}
