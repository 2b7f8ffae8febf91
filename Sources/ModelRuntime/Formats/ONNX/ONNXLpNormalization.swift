/// LpNormalization: numbers divided by the norm of their line along an axis; where it is 0 they are 0.
struct ONNXLpNormalizationStep: ONNXStep {
  let input: ONNXValue
  let output: ONNXValue
  let lines: ONNXLines
  /// The sum of magnitudes, else the Euclidean norm.
  let isFirst: Bool

  func run(_ frame: ONNXFrame) {
    let from = input.read(frame)
    let to = output.write(frame)
    for line in 0..<lines.count {
      let start = lines.start(of: line)
      var sum = 0.0
      for k in 0..<lines.size {
        let value = from[start + k * lines.stride]
        sum = rounded(sum + (isFirst ? abs(value) : rounded(value * value)))
      }
      let norm = isFirst ? sum : rounded(sum.squareRoot())
      for k in 0..<lines.size {
        let place = start + k * lines.stride
        to[place] = norm == 0 ? 0 : rounded(from[place] / norm)
      }
    }
  }

  private func rounded(_ value: Double) -> Double { ONNXValue.rounded(value, output.type) }
}

extension ONNXProgram {
  mutating func addLpNormalization(_ node: ONNXNode) throws(ModelError) {
    let input = try input(node, 0)
    let axis = try axis(node.integer("axis", default: -1), rank: input.shape.count, node)
    let order = node.integer("p", default: 2)
    guard order == 1 || order == 2 else { throw node.error("its norm is of the order \(order)") }
    let output = try allocate(try output(node, 0), type: input.type, shape: input.shape)
    append(
      ONNXLpNormalizationStep(
        input: input, output: output, lines: ONNXLines(input.shape, along: axis),
        isFirst: order == 1))
  }
}
