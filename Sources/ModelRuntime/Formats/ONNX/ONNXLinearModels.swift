/// LinearRegressor and LinearClassifier: one product for each output, as ONNX Runtime sums it.
struct ONNXLinearStep: ONNXStep {
  let input: ONNXValue
  let output: ONNXValue
  let rows: Int
  let inputs: Int
  let outputs: Int
  /// `coefficients[output * inputs + input]`
  let coefficients: [Float]
  /// One for each output, or none.
  let intercepts: [Float]

  func run(_ frame: ONNXFrame) {
    let numbers = frame.scratch.assumingMemoryBound(to: Float.self)
    let sums = numbers + inputs
    for row in 0..<rows {
      let from = input.read(frame) + row * inputs
      let to = output.write(frame) + row * outputs
      for index in 0..<inputs { numbers[index] = Float(from[index]) }
      coefficients.withUnsafeBufferPointer {
        // There are coefficients: the graph was refused otherwise.
        ONNXFloatProducts.multiply(
          numbers, $0.baseAddress!, rows: outputs, columns: inputs, start: nil, into: sums)
      }
      for k in 0..<outputs { to[k] = Double(sums[k] + (intercepts.isEmpty ? 0 : intercepts[k])) }
    }
  }
}

extension ONNXProgram {
  mutating func addLinear(_ node: ONNXNode) throws(ModelError) {
    let input = try input(node, 0)
    let (rows, columns) = try matrix(input, of: node)
    let coefficients = node.floats("coefficients").map { Float($0) }
    let intercepts = node.floats("intercepts").map { Float($0) }
    guard columns > 0, coefficients.count % columns == 0, !coefficients.isEmpty else {
      throw node.error("it has \(coefficients.count) coefficients for \(columns) inputs")
    }
    let count = coefficients.count / columns
    guard intercepts.isEmpty || intercepts.count == count else {
      throw node.error("it has \(intercepts.count) intercepts for \(count) outputs")
    }
    let isClassifier = node.operation == "LinearClassifier"
    let labels = ONNXProgram.classLabels(node)
    let sums = try allocate("\(node.place) sums", type: .float, shape: [rows, count])
    append(
      ONNXLinearStep(
        input: input, output: sums, rows: rows, inputs: columns, outputs: count,
        coefficients: coefficients, intercepts: intercepts),
      scratchBytes: (columns + count) * MemoryLayout<Float>.stride)
    stepMemoryBytes += coefficients.count * MemoryLayout<Float>.stride
    var scores = ONNXScores(
      transform: try .init(node.text("post_transform", default: "NONE"), of: node), input: sums)
    scores.isApproximated = true
    guard isClassifier, count == 1, labels.count == 2 else {
      try addScores(
        scores, node: node, labels: isClassifier ? labels : nil, rows: rows, count: count)
      return
    }
    // One sum for two classes: put where the second class's is.
    let two = try allocate("\(node.place) two sums", type: .float, shape: [rows, 2])
    for row in 0..<rows {
      for column in 0..<2 {
        append(
          ONNXGatherStep(
            input: sums, output: two, outputStart: 2 * row + column, indices: [Int32(row)]))
      }
    }
    scores.input = two
    scores.binary = (column: 1, isPositive: false)
    try addScores(scores, node: node, labels: labels, rows: rows, count: 2)
  }
}
