extension ONNXProgram {
  /// Operations along an axis that order, pick and add up numbers.
  mutating func addSelection(_ node: ONNXNode) throws(ModelError) -> Bool {
    switch node.operation {
    case "TopK": try addTopK(node)
    case "CumSum": try addCumulativeSum(node)
    case "GatherElements": try addGatherElements(node)
    case "Slice": try addSlice(node)
    case "LpNormalization": try addLpNormalization(node)
    default: return false
    }
    return true
  }
}
