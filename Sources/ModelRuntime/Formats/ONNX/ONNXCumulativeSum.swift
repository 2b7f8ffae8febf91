/// CumSum: sums of what is up to each number along an axis, in the numbers' own precision.
struct ONNXCumulativeSumStep: ONNXStep {
  let input: ONNXValue
  let output: ONNXValue
  let lines: ONNXLines
  /// A sum leaves out the number at its own place.
  let isExclusive: Bool
  /// From the end of the axis.
  let isReverse: Bool

  func run(_ frame: ONNXFrame) {
    let from = input.read(frame)
    let to = output.write(frame)
    for line in 0..<lines.count {
      let start = lines.start(of: line)
      var sum = 0.0
      for step in 0..<lines.size {
        let place = start + (isReverse ? lines.size - 1 - step : step) * lines.stride
        if isExclusive { to[place] = sum }
        // The first is taken as it is: 0 + -0 would be another zero.
        sum = step == 0 ? from[place] : ONNXValue.rounded(sum + from[place], output.type)
        if !isExclusive { to[place] = sum }
      }
    }
  }
}

extension ONNXProgram {
  mutating func addCumulativeSum(_ node: ONNXNode) throws(ModelError) {
    let input = try input(node, 0)
    guard let wanted = try constant(node, 1)?.integers.first else {
      throw node.error("it has no axis")
    }
    let axis = try axis(wanted, rank: input.shape.count, node)
    guard input.type != .string else { throw node.unsupported("it takes strings") }
    let output = try allocate(try output(node, 0), type: input.type, shape: input.shape)
    append(
      ONNXCumulativeSumStep(
        input: input, output: output, lines: ONNXLines(input.shape, along: axis),
        isExclusive: node.integer("exclusive", default: 0) != 0,
        isReverse: node.integer("reverse", default: 0) != 0))
  }
}
