/// SVMRegressor: the weighted kernels of the support vectors; of a one-class model, their sign. ONNX
/// Runtime's operations in its order (`core/providers/cpu/ml/svmregressor.cc`).
struct ONNXSupportVectorRegressorStep: ONNXStep {
  let kernel: ONNXSupportVectorKernel
  let input: ONNXValue
  let output: ONNXValue
  let rows: Int
  /// One for each vector.
  let coefficients: [Float]
  let rho: Float
  /// A one-class model answers 1 or -1.
  let isOneClass: Bool

  func run(_ frame: ONNXFrame) {
    for row in 0..<rows {
      let kernels = kernel.evaluate(
        input.read(frame) + row * kernel.columns, scratch: frame.scratch)
      let sum = coefficients.withUnsafeBufferPointer {
        // There are coefficients: the graph was refused otherwise.
        ONNXFloatProducts.product(kernels, $0.baseAddress!, $0.count, start: rho)
      }
      output.write(frame)[row] = isOneClass ? (sum > 0 ? 1 : -1) : Double(sum)
    }
  }
}

extension ONNXProgram {
  mutating func addSupportVectorRegressor(_ node: ONNXNode) throws(ModelError) {
    let input = try input(node, 0)
    let (rows, columns) = try matrix(input, of: node)
    let coefficients = node.floats("coefficients").map { Float($0) }
    let kernel = try ONNXSupportVectorKernel(node, columns: columns)
    guard let rho = node.floats("rho").first, !coefficients.isEmpty,
      coefficients.count == kernel.vectorCount,
      coefficients.count == node.integer("n_supports", default: 0)
    else { throw node.error("its lists of support vectors have different lengths") }
    guard node.text("post_transform", default: "NONE") == "NONE" else {
      throw node.unsupported("it has a post_transform")
    }
    let output = try allocate(try output(node, 0), type: .float, shape: [rows, 1])
    append(
      ONNXSupportVectorRegressorStep(
        kernel: kernel, input: input, output: output, rows: rows, coefficients: coefficients,
        rho: Float(rho), isOneClass: node.integer("one_class", default: 0) != 0),
      scratchBytes: kernel.scratchBytes)
    stepMemoryBytes += kernel.memoryBytes + coefficients.count * MemoryLayout<Float>.stride
  }
}
