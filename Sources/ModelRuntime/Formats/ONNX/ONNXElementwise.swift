import Glibc

/// Operations on single numbers.
enum ONNXUnary: String, CaseIterable, Sendable {
  case absolute = "Abs"
  case negated = "Neg"
  case exponential = "Exp"
  case logarithm = "Log"
  case squareRoot = "Sqrt"
  case rectified = "Relu"
  case hyperbolicTangent = "Tanh"
  case logistic = "Sigmoid"
  case sign = "Sign"
  case floor = "Floor"
  case ceiling = "Ceil"
  case not = "Not"
  case reciprocal = "Reciprocal"
  case errorFunction = "Erf"
  case isMissing = "IsNaN"

  var isTest: Bool { self == .isMissing }

  @inline(__always)
  func callAsFunction(_ x: Double) -> Double {
    switch self {
    case .absolute: abs(x)
    case .negated: -x
    case .exponential: exp(x)
    case .logarithm: log(x)
    case .squareRoot: x.squareRoot()
    case .rectified: x > 0 ? x : x.isNaN ? x : 0
    case .hyperbolicTangent: tanh(x)
    case .logistic: x >= 0 ? 1 / (1 + exp(-x)) : exp(x) / (1 + exp(x))
    case .sign: x > 0 ? 1 : x < 0 ? -1 : x.isNaN ? x : 0
    case .floor: x.rounded(.down)
    case .ceiling: x.rounded(.up)
    case .not: x == 0 ? 1 : 0
    case .reciprocal: 1 / x
    case .errorFunction: erf(x)
    case .isMissing: x.isNaN ? 1 : 0
    }
  }
}

/// Operations on two numbers.
enum ONNXBinary: String, CaseIterable, Sendable {
  case add = "Add"
  case subtract = "Sub"
  case multiply = "Mul"
  case divide = "Div"
  case power = "Pow"
  case maximum = "Max"
  case minimum = "Min"
  case equal = "Equal"
  case greater = "Greater"
  case less = "Less"
  case greaterOrEqual = "GreaterOrEqual"
  case lessOrEqual = "LessOrEqual"
  case and = "And"
  case or = "Or"
  /// Sum of several, as Add.
  case sum = "Sum"

  var isTest: Bool {
    switch self {
    case .equal, .greater, .less, .greaterOrEqual, .lessOrEqual, .and, .or: true
    default: false
    }
  }

  @inline(__always)
  func callAsFunction(_ a: Double, _ b: Double, isInteger: Bool) -> Double {
    switch self {
    case .add, .sum: a + b
    case .subtract: a - b
    case .multiply: a * b
    // Integers divide towards zero.
    case .divide: isInteger ? (b == 0 ? 0 : (a / b).rounded(.towardZero)) : a / b
    case .power: pow(a, b)
    case .maximum: a.isNaN || b.isNaN ? .nan : a < b ? b : a
    case .minimum: a.isNaN || b.isNaN ? .nan : b < a ? b : a
    case .equal: a == b ? 1 : 0
    case .greater: a > b ? 1 : 0
    case .less: a < b ? 1 : 0
    case .greaterOrEqual: a >= b ? 1 : 0
    case .lessOrEqual: a <= b ? 1 : 0
    case .and: a != 0 && b != 0 ? 1 : 0
    case .or: a != 0 || b != 0 ? 1 : 0
    }
  }
}

struct ONNXUnaryStep: ONNXStep {
  let operation: ONNXUnary
  let input: ONNXValue
  let output: ONNXValue
  let count: Int

  func run(_ frame: ONNXFrame) {
    let from = input.read(frame)
    let to = output.write(frame)
    switch (operation, output.type) {
    case (.exponential, .float):
      for index in 0..<count { to[index] = Double(ONNXFloatExponential.value(Float(from[index]))) }
    case (.logistic, .float):
      for index in 0..<count { to[index] = Double(ONNXFloatLogistic.value(Float(from[index]))) }
    case (.hyperbolicTangent, .float):
      for index in 0..<count { to[index] = Double(ONNXFloatTanh.value(Float(from[index]))) }
    default:
      for index in 0..<count { to[index] = ONNXValue.rounded(operation(from[index]), output.type) }
    }
  }
}

struct ONNXBinaryStep: ONNXStep {
  let operation: ONNXBinary
  let a: ONNXValue
  let b: ONNXValue
  let output: ONNXValue
  /// Where each number of the output comes from.
  let aIndices: [Int32]
  let bIndices: [Int32]

  func run(_ frame: ONNXFrame) {
    let left = a.read(frame)
    let right = b.read(frame)
    let to = output.write(frame)
    let isInteger = output.type == .integer
    for index in aIndices.indices {
      let value = operation(
        left[Int(aIndices[index])], right[Int(bIndices[index])], isInteger: isInteger)
      to[index] = ONNXValue.rounded(value, output.type)
    }
  }
}

/// condition ? a : b, number by number.
struct ONNXWhereStep: ONNXStep {
  let condition: ONNXValue
  let a: ONNXValue
  let b: ONNXValue
  let output: ONNXValue
  let indices: [(Int32, Int32, Int32)]

  func run(_ frame: ONNXFrame) {
    let test = condition.read(frame)
    let left = a.read(frame)
    let right = b.read(frame)
    let to = output.write(frame)
    for (index, (t, l, r)) in indices.enumerated() {
      to[index] = test[Int(t)] != 0 ? left[Int(l)] : right[Int(r)]
    }
  }
}

/// Each number held within bounds.
struct ONNXClipStep: ONNXStep {
  let input: ONNXValue
  let output: ONNXValue
  let count: Int
  let low: Double
  let high: Double

  func run(_ frame: ONNXFrame) {
    let from = input.read(frame)
    let to = output.write(frame)
    for index in 0..<count {
      let value = from[index]
      to[index] = value < low ? low : value > high ? high : value
    }
  }
}

struct ONNXCastStep: ONNXStep {
  let input: ONNXValue
  let output: ONNXValue
  let count: Int

  func run(_ frame: ONNXFrame) {
    let from = input.read(frame)
    let to = output.write(frame)
    for index in 0..<count {
      let value = from[index]
      switch output.type {
      case .float: to[index] = Double(Float(value))
      case .integer: to[index] = value.isFinite ? value.rounded(.towardZero) : 0
      case .boolean: to[index] = value != 0 ? 1 : 0
      case .double, .string: to[index] = value
      }
    }
  }
}

extension ONNXProgram {
  /// The shape that two shapes spread to, by NumPy's rule.
  static func broadcast(
    _ a: [Int], _ b: [Int], of node: ONNXNode
  ) throws(ModelError) -> [Int] {
    let rank = max(a.count, b.count)
    var shape: [Int] = []
    for axis in 0..<rank {
      let x = axis < rank - a.count ? 1 : a[axis - (rank - a.count)]
      let y = axis < rank - b.count ? 1 : b[axis - (rank - b.count)]
      guard x == y || x == 1 || y == 1 else {
        throw node.error("shapes \(a) and \(b) do not fit one another")
      }
      shape.append(x == 1 ? y : x)
    }
    return shape
  }

  /// For each number of `shape`, which number of `from`, spread to it, it is.
  static func indices(of from: [Int], in shape: [Int]) -> [Int32] {
    let count = shape.reduce(1, *)
    var indices = [Int32](repeating: 0, count: count)
    let skipped = shape.count - from.count
    for index in 0..<count {
      var rest = index
      var stride = 1
      var own = 0
      for axis in (0..<shape.count).reversed() {
        let position = rest % shape[axis]
        rest /= shape[axis]
        if axis >= skipped {
          let size = from[axis - skipped]
          if size != 1 { own += position * stride }
          stride *= size
        }
      }
      indices[index] = Int32(own)
    }
    return indices
  }

  mutating func addElementwise(_ node: ONNXNode) throws(ModelError) -> Bool {
    if let operation = ONNXUnary(rawValue: node.operation) {
      let input = try input(node, 0)
      let output = try allocate(
        try output(node, 0), type: operation.isTest ? .boolean : input.type, shape: input.shape)
      append(ONNXUnaryStep(operation: operation, input: input, output: output, count: input.count))
      return true
    }
    if let operation = ONNXBinary(rawValue: node.operation) {
      try addBinary(node, operation)
      return true
    }
    switch node.operation {
    case "Clip":
      let input = try input(node, 0)
      let low = try constant(node, 1)?.values.first ?? node.float("min", default: -.infinity)
      let high = try constant(node, 2)?.values.first ?? node.float("max", default: .infinity)
      let output = try allocate(try output(node, 0), type: input.type, shape: input.shape)
      append(
        ONNXClipStep(input: input, output: output, count: input.count, low: low, high: high))
    case "Cast":
      let input = try input(node, 0)
      guard let type = ONNXType(node.integer("to", default: 0)) else {
        throw node.unsupported("it casts to the type \(node.integer("to", default: 0))")
      }
      // A string keeps what it indexes; a number made a string is one that names its class.
      if type == .string || input.type == .string {
        guard type == input.type || type == .string && input.classes != nil else {
          throw node.unsupported("it casts between strings and numbers")
        }
        alias(try output(node, 0), input)
        return true
      }
      let output = try allocate(
        try output(node, 0), type: type, shape: input.shape, classes: input.classes)
      append(ONNXCastStep(input: input, output: output, count: input.count))
    case "Where":
      let (test, a, b) = (try input(node, 0), try input(node, 1), try input(node, 2))
      let shape = try ONNXProgram.broadcast(
        try ONNXProgram.broadcast(a.shape, b.shape, of: node), test.shape, of: node)
      let output = try allocate(try output(node, 0), type: a.type, shape: shape)
      let maps = zip(
        ONNXProgram.indices(of: test.shape, in: shape),
        zip(
          ONNXProgram.indices(of: a.shape, in: shape), ONNXProgram.indices(of: b.shape, in: shape)))
      append(
        ONNXWhereStep(
          condition: test, a: a, b: b, output: output, indices: maps.map { ($0, $1.0, $1.1) }))
    default: return false
    }
    return true
  }

  private mutating func addBinary(
    _ node: ONNXNode, _ operation: ONNXBinary
  ) throws(ModelError) {
    guard !node.inputs.isEmpty else { throw node.error("it has no inputs") }
    var left = try input(node, 0)
    if node.inputs.count == 1 {
      alias(try output(node, 0), left)
      return
    }
    for index in 1..<node.inputs.count {
      let right = try input(node, index)
      guard left.type != .string, right.type != .string else {
        throw node.unsupported("it takes strings")
      }
      let shape = try ONNXProgram.broadcast(left.shape, right.shape, of: node)
      let name =
        index == node.inputs.count - 1
        ? try output(node, 0) : "\(try output(node, 0)) part \(index)"
      let output = try allocate(
        name, type: operation.isTest ? .boolean : left.type, shape: shape)
      append(
        ONNXBinaryStep(
          operation: operation, a: left, b: right, output: output,
          aIndices: ONNXProgram.indices(of: left.shape, in: shape),
          bIndices: ONNXProgram.indices(of: right.shape, in: shape)))
      left = output
    }
  }
}
