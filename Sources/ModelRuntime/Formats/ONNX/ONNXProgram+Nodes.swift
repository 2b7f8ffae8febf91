import PlainText

extension ONNXProgram {
  /// Adds the steps of one node; what depends on constants alone becomes a constant.
  mutating func add(_ node: ONNXNode) throws(ModelError) {
    let isCore = node.domain == "ai.onnx"
    guard isCore || node.domain == "ai.onnx.ml" else {
      throw node.unsupported(
        "operators of the domain \(OneLine.quoting(node.domain)) are not served")
    }
    let state = (steps: steps.count, values: valueCount)
    guard isCore ? try addCore(node) : try addLearned(node) else {
      throw node.unsupported("the operator \(OneLine.quoting(node.operation)) is not served")
    }
    fold(node, stepCount: state.steps, valueCount: state.values)
  }

  private mutating func addCore(_ node: ONNXNode) throws(ModelError) -> Bool {
    if try addElementwise(node) { return true }
    if try addMatrix(node) { return true }
    if try addSelection(node) { return true }
    if try addScan(node) { return true }
    return try addShape(node)
  }

  private mutating func addLearned(_ node: ONNXNode) throws(ModelError) -> Bool {
    if try addTrees(node) { return true }
    if try addClassic(node) { return true }
    return try addShape(node)
  }
}
