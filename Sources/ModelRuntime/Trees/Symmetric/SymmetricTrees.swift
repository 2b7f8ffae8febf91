/// CatBoost's symmetric (oblivious) trees: all nodes of a level share one test, so that a leaf's
/// number is the results of the tree's tests, the first test being bit 0.
///
/// The initialiser checks everything, so that evaluators may rely on it.
struct SymmetricTrees: Sendable {
  /// One test of a tree: a feature, and the number of one of its tests.
  struct Test: Sendable {
    var feature: Int32
    var index: Int32
  }

  /// Deepest tree that CatBoost makes.
  static let maximumDepth = 16

  let inputCount: Int
  let features: [SymmetricFeature]
  /// Tree t has the tests `testStarts[t]..<testStarts[t + 1]`.
  let testStarts: [Int]
  let tests: [Test]
  /// Leaf k of tree t has the values from `(leafStarts[t] + k) * outputCount`, one for each output.
  let leafStarts: [Int]
  let leafValues: [Double]
  /// Output k is scale * (sum of leaves, in tree order, from 0) + bias[k].
  let scale: Double
  let bias: [Double]

  init(
    inputCount: Int, features: [SymmetricFeature], treeDepths: [Int], tests: [Test],
    leafValues: [Double], scale: Double, bias: [Double]
  ) throws(TreeFault) {
    self.inputCount = inputCount
    self.features = features
    self.tests = tests
    self.leafValues = leafValues
    self.scale = scale
    self.bias = bias
    var testStarts = [0]
    var leafStarts = [0]
    for (tree, depth) in treeDepths.enumerated() {
      guard depth >= 0, depth <= SymmetricTrees.maximumDepth else {
        throw TreeFault(
          tree: tree, node: nil,
          reason: "its depth is \(depth), and \(SymmetricTrees.maximumDepth) is the most")
      }
      testStarts.append(testStarts[tree] + depth)
      leafStarts.append(leafStarts[tree] + 1 << depth)
    }
    self.testStarts = testStarts
    self.leafStarts = leafStarts
    guard !bias.isEmpty else {
      throw TreeFault(tree: 0, node: nil, reason: "the ensemble has no outputs")
    }
    guard testStarts[treeDepths.count] == tests.count else {
      throw TreeFault(
        tree: max(0, treeDepths.count - 1), node: nil,
        reason: "the trees' depths ask for \(testStarts[treeDepths.count]) tests, and there are "
          + "\(tests.count)")
    }
    let leaves = leafStarts[treeDepths.count].multipliedReportingOverflow(by: bias.count)
    guard !leaves.overflow, leaves.partialValue == leafValues.count else {
      throw TreeFault(
        tree: max(0, treeDepths.count - 1), node: nil,
        reason: "the trees' depths ask for \(leafStarts[treeDepths.count]) leaves of "
          + "\(bias.count) values, and there are \(leafValues.count) values")
    }
    try check()
  }

  private func check() throws(TreeFault) {
    for (index, feature) in features.enumerated() {
      guard feature.input >= 0, feature.input < inputCount else {
        throw TreeFault(tree: 0, node: nil, reason: "feature \(index) reads no input of the model")
      }
      if case .borders(let borders) = feature.tests {
        for k in borders.indices {
          guard !borders[k].isNaN, k == 0 || borders[k - 1] <= borders[k] else {
            throw TreeFault(
              tree: 0, node: nil, reason: "feature \(index)'s borders are not in ascending order")
          }
        }
      }
    }
    for tree in 0..<treeCount {
      for test in tests[testStarts[tree]..<testStarts[tree + 1]] {
        guard test.feature >= 0, test.feature < features.count, test.index >= 0,
          Int(test.index) < features[Int(test.feature)].testCount
        else { throw TreeFault(tree: tree, node: nil, reason: "it makes a test that is missing") }
      }
    }
  }

  var treeCount: Int { testStarts.count - 1 }
  var outputCount: Int { bias.count }
  var depth: Int { (0..<treeCount).map { testStarts[$0 + 1] - testStarts[$0] }.max() ?? 0 }

  /// Memory of the arrays.
  var memoryBytes: Int {
    leafValues.count * 8 + tests.count * 8 + (testStarts.count + leafStarts.count) * 8
      + features.reduce(0) { $0 + $1.testCount * 4 }
  }

  /// The leaf of `tree` that a row reaches, counted over all trees.
  func leaf(tree: Int, row: UnsafePointer<Double>) -> Int {
    var leaf = 0
    for (bit, test) in tests[testStarts[tree]..<testStarts[tree + 1]].enumerated() {
      let feature = features[Int(test.feature)]
      if feature.passes(row[feature.input], test: Int(test.index)) { leaf |= 1 << bit }
    }
    return leafStarts[tree] + leaf
  }
}
