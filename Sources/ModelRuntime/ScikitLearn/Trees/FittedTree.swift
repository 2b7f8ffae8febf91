/// `sklearn.tree._tree.Tree`: a fitted tree's nodes, by the record's own description of itself (the
/// layout changed in 1.3).
struct FittedTree: Sendable {
  struct Node {
    var left: Int
    var right: Int
    var feature: Int
    var threshold: Double
    var missingGoesLeft: Bool
    var samples: Int

    var isLeaf: Bool { left < 0 }
  }

  private static let leaf = -1

  let inputCount: Int
  let nodeCount: Int
  /// Values of a node: outputs x classes.
  let valueWidth: Int
  /// Since 1.3.
  let knowsMissing: Bool

  private let tree: Estimator
  private let nodes: NumpyArray
  /// nodes x outputs x classes.
  private let array: NumpyArray
  private let left, right, feature, threshold, samples, weightedSamples: Int
  private let missing: Int?

  /// - Parameter tree: the estimator's `tree_`.
  init(_ tree: Estimator) throws(ModelError) {
    guard tree.name == "Tree", tree.arguments.count == 3,
      let inputs = try PickleNumber.integer(tree.document, tree.arguments[0])
    else { throw tree.damaged("tree_", "is no tree") }
    self.tree = tree
    inputCount = Int(inputs)
    let nodes = try tree.array("nodes")
    self.nodes = nodes
    guard nodes.shape.count == 1, nodes.type.kind == .record, !nodes.type.isBigEndian else {
      throw tree.damaged("nodes", "are no records")
    }
    let nodeCount = nodes.shape[0]
    self.nodeCount = nodeCount
    func offset(_ name: StaticString, _ kind: NumpyType.Kind) throws(ModelError) -> Int {
      guard let field = nodes.type.field(name), field.type.kind == kind,
        field.type.itemBytes == 8, !field.type.isBigEndian
      else { throw tree.damaged("nodes", "have no field \(name) of 8 bytes") }
      return field.offset
    }
    left = try offset("left_child", .signed)
    right = try offset("right_child", .signed)
    feature = try offset("feature", .signed)
    threshold = try offset("threshold", .float)
    samples = try offset("n_node_samples", .signed)
    weightedSamples = try offset("weighted_n_node_samples", .float)
    if let field = nodes.type.field("missing_go_to_left"), field.type.itemBytes == 1 {
      missing = field.offset
    } else {
      missing = nil
    }
    knowsMissing = missing != nil
    array = try tree.array("values")
    guard array.shape.count == 3, array.shape[0] == nodeCount, nodeCount > 0 else {
      throw tree.damaged("values", "are not one row for each of \(nodeCount) nodes")
    }
    valueWidth = array.shape[1] * array.shape[2]
    guard valueWidth > 0, inputCount > 0 else { throw tree.damaged("values", "are empty") }
    // Here and not where they are read: a forest makes room for all of its trees first.
    try tree.document.pay(nodeCount * nodes.type.itemBytes + array.count * array.type.itemBytes)
  }

  /// The values of a tree's nodes, read.
  struct Values {
    fileprivate let doubles: NumpyDoubles
    fileprivate let width: Int

    /// The value of a node, where it has one only.
    @inline(__always)
    subscript(node: Int) -> Double { doubles[node] }

    func all(of node: Int) -> [Double] {
      (0..<width).map { doubles[node * width + $0] }
    }
  }

  func values() throws(ModelError) -> Values {
    guard let doubles = try NumpyDoubles(array) else {
      throw tree.damaged("values", "are no numbers")
    }
    return Values(doubles: doubles, width: valueWidth)
  }

  func weightedSamplesOfRoot() throws(ModelError) -> Double {
    try nodes.withData { bytes in
      bytes.loadUnaligned(fromByteOffset: weightedSamples, as: Double.self)
    }
  }

  /// Calls `body` with each node, in order. Only a leaf has a negative child, and it has two.
  ///
  /// Inlined, with the body: a call for each of a forest's nodes takes longer than what it does.
  @inline(__always)
  func forEachNode(
    tree: Int, _ body: (Int, Node) throws(ModelError) -> Void
  ) throws(ModelError) {
    let stride = nodes.type.itemBytes
    try nodes.withData { bytes throws(ModelError) in
      for index in 0..<nodeCount {
        let base = index * stride
        func integer(_ offset: Int) -> Int {
          Int(
            Int64(littleEndian: bytes.loadUnaligned(fromByteOffset: base + offset, as: Int64.self)))
        }
        let node = Node(
          left: integer(left), right: integer(right), feature: integer(feature),
          threshold: bytes.loadUnaligned(fromByteOffset: base + threshold, as: Double.self),
          missingGoesLeft: missing.map { bytes[base + $0] != 0 } ?? false,
          samples: integer(samples))
        guard (node.left < 0) == (node.right < 0),
          !node.isLeaf || (node.left == FittedTree.leaf && node.right == FittedTree.leaf)
        else {
          throw ModelError(
            .damaged, cause: "has the children \(node.left) and \(node.right)",
            remedy: "save the model again", position: "tree \(tree), node \(index)")
        }
        try body(index, node)
      }
    }
  }
}

extension TreeFault {
  /// As an error of the file.
  var modelError: ModelError {
    ModelError(.damaged, cause: description, remedy: "save the model again")
  }
}
