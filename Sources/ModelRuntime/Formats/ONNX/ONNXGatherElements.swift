/// GatherElements: each index picks along the axis at its own place in all other dimensions.
struct ONNXGatherElementsStep: ONNXStep {
  let values: ONNXValue
  let indices: ONNXValue
  let output: ONNXValue
  /// Of each number of the output: where its line of values starts.
  let starts: [Int32]
  /// Numbers along the axis, and their distance.
  let size: Int
  let stride: Int

  func run(_ frame: ONNXFrame) {
    let from = values.read(frame)
    let wanted = indices.read(frame)
    let to = output.write(frame)
    for index in starts.indices {
      var place = wanted[index]
      if place < 0 { place += Double(size) }
      let isInside = place >= 0 && place < Double(size)
      to[index] = isInside ? from[Int(starts[index]) + Int(place) * stride] : .nan
    }
  }
}

extension ONNXProgram {
  mutating func addGatherElements(_ node: ONNXNode) throws(ModelError) {
    let values = try input(node, 0)
    let indices = try input(node, 1)
    let rank = values.shape.count
    let axis = try axis(node.integer("axis", default: 0), rank: rank, node)
    guard indices.shape.count == rank,
      (0..<rank).allSatisfy({ $0 == axis || indices.shape[$0] <= values.shape[$0] })
    else { throw node.error("shapes \(values.shape) and \(indices.shape) do not fit") }
    let output = try allocate(
      try output(node, 0), type: values.type, shape: indices.shape, classes: values.classes)
    var strides = [Int](repeating: 1, count: rank)
    for own in (0..<max(0, rank - 1)).reversed() {
      strides[own] = strides[own + 1] * values.shape[own + 1]
    }
    let starts = (0..<indices.count).map { index in
      var rest = index
      var start = 0
      for own in (0..<rank).reversed() {
        if own != axis { start += rest % indices.shape[own] * strides[own] }
        rest /= indices.shape[own]
      }
      return Int32(start)
    }
    append(
      ONNXGatherElementsStep(
        values: values, indices: indices, output: output, starts: starts, size: values.shape[axis],
        stride: strides[axis]))
    stepMemoryBytes += starts.count * MemoryLayout<Int32>.stride
  }
}
