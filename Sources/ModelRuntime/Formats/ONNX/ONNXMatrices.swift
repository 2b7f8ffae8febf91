import Glibc

/// Reductions along one axis.
struct ONNXReduceStep: ONNXStep {
  enum Operation: String, Sendable {
    case sum = "ReduceSum"
    case mean = "ReduceMean"
    case sumOfSquares = "ReduceSumSquare"
    case maximum = "ReduceMax"
    case minimum = "ReduceMin"
    case norm1 = "ReduceL1"
    case norm2 = "ReduceL2"
    case product = "ReduceProd"
    case logarithmOfExponentials = "ReduceLogSumExp"
    case indexOfMaximum = "ArgMax"
    case indexOfMinimum = "ArgMin"
    case softmax = "Softmax"
    case logSoftmax = "LogSoftmax"
  }

  let operation: Operation
  let input: ONNXValue
  let output: ONNXValue
  let lines: ONNXLines

  private var size: Int { lines.size }
  private var inner: Int { lines.stride }

  func run(_ frame: ONNXFrame) {
    let from = input.read(frame)
    let to = output.write(frame)
    for line in 0..<lines.count {
      let start = lines.start(of: line)
      if operation == .softmax || operation == .logSoftmax {
        softmax(from + start, to + start)
      } else {
        to[line] = ONNXValue.rounded(reduce(from + start), output.type)
      }
    }
  }

  private var isFloat: Bool { input.type == .float }

  private func reduce(_ first: UnsafePointer<Double>) -> Double {
    if operation == .logarithmOfExponentials { return logarithmOfExponentials(first) }
    if isFloat, inner == 1, operation == .sum || operation == .mean {
      let sum = Double(ONNXFloatSums.sum(first, size))
      return operation == .sum ? sum : sum / Double(size)
    }
    var sum = operation == .product ? 1.0 : 0
    var best = 0
    for k in 0..<size {
      let value = first[k * inner]
      switch operation {
      case .sum, .mean: sum += value
      case .sumOfSquares, .norm2: sum += ONNXValue.rounded(value * value, input.type)
      case .norm1: sum += abs(value)
      case .product: sum *= value
      case .indexOfMaximum, .maximum: if value > first[best * inner] { best = k }
      case .indexOfMinimum, .minimum: if value < first[best * inner] { best = k }
      case .softmax, .logSoftmax, .logarithmOfExponentials: break
      }
      // A Float sum rounds as it goes.
      if isFloat { sum = Double(Float(sum)) }
    }
    switch operation {
    case .mean: return sum / Double(size)
    case .norm2: return sum.squareRoot()
    case .indexOfMaximum, .indexOfMinimum: return Double(best)
    case .maximum, .minimum: return first[best * inner]
    default: return sum
    }
  }

  private func logarithmOfExponentials(_ first: UnsafePointer<Double>) -> Double {
    var largest = first[0]
    for k in 1..<max(1, size) where first[k * inner] > largest { largest = first[k * inner] }
    if largest.isInfinite { return largest }
    if isFloat {
      var total: Float = 0
      for k in 0..<size { total += expf(Float(first[k * inner]) - Float(largest)) }
      return Double(logf(total) + Float(largest))
    }
    var total = 0.0
    for k in 0..<size { total += exp(first[k * inner] - largest) }
    return log(total) + largest
  }

  private func softmax(_ from: UnsafePointer<Double>, _ to: UnsafeMutablePointer<Double>) {
    var largest = from[0]
    for k in 1..<max(1, size) where from[k * inner] > largest { largest = from[k * inner] }
    var total = 0.0
    for k in 0..<size {
      let value = ONNXValue.rounded(exp(from[k * inner] - largest), output.type)
      to[k * inner] = value
      total += value
    }
    for k in 0..<size {
      let share =
        operation == .softmax ? to[k * inner] / total : from[k * inner] - largest - log(total)
      to[k * inner] = ONNXValue.rounded(share, output.type)
    }
  }
}

extension ONNXProgram {
  mutating func addMatrix(_ node: ONNXNode) throws(ModelError) -> Bool {
    switch node.operation {
    case "MatMul", "Gemm": try addProduct(node)
    case "Softmax", "LogSoftmax": try addSoftmax(node)
    default:
      guard let operation = ONNXReduceStep.Operation(rawValue: node.operation) else { return false }
      try addReduction(node, operation)
    }
    return true
  }

  private mutating func addSoftmax(_ node: ONNXNode) throws(ModelError) {
    let input = try input(node, 0)
    let rank = input.shape.count
    // Before 13 everything from the axis on is one distribution.
    let isOld = coreVersion < 13
    let axis = node.integer("axis", default: isOld ? 1 : -1)
    let own = axis < 0 ? axis + rank : axis
    guard own >= 0, own < rank, input.count > 0,
      let operation = ONNXReduceStep.Operation(rawValue: node.operation)
    else { throw node.error("its axis is \(axis)") }
    let output = try allocate(try output(node, 0), type: input.type, shape: input.shape)
    let outer = input.shape[..<own].reduce(1, *)
    let inner = isOld ? 1 : input.shape[(own + 1)...].reduce(1, *)
    append(
      ONNXReduceStep(
        operation: operation, input: input, output: output,
        lines: ONNXLines(
          blocks: outer, size: input.count / max(1, outer * inner), stride: inner)))
  }

  private mutating func addReduction(
    _ node: ONNXNode, _ operation: ONNXReduceStep.Operation
  ) throws(ModelError) {
    let input = try input(node, 0)
    let rank = input.shape.count
    let isSearch = operation == .indexOfMaximum || operation == .indexOfMinimum
    let axes =
      isSearch
      ? [node.integer("axis", default: 0)]
      : try constant(node, 1)?.integers ?? node.integers("axes")
    guard axes.count == 1 || axes.isEmpty && rank <= 1 else {
      throw node.unsupported("it reduces the axes \(axes) at once")
    }
    let wanted = axes.first ?? 0
    let axis = wanted < 0 ? wanted + rank : wanted
    guard axis >= 0, axis < rank, input.shape[axis] > 0 else {
      throw node.error("its axis is \(wanted) of a value of the shape \(input.shape)")
    }
    var shape = input.shape
    if node.integer("keepdims", default: 1) != 0 { shape[axis] = 1 } else { shape.remove(at: axis) }
    let output = try allocate(
      try output(node, 0), type: isSearch ? .integer : input.type, shape: shape)
    append(
      ONNXReduceStep(
        operation: operation, input: input, output: output,
        lines: ONNXLines(input.shape, along: axis)))
  }
}
