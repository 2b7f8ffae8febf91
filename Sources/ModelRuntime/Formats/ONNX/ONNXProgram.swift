import PlainText

/// One step of a program: reads and writes values in the frame.
protocol ONNXStep: Sendable {
  func run(_ frame: ONNXFrame)
}

/// The memory of one evaluation: constants, which are shared, and values, which are the caller's.
struct ONNXFrame {
  let constants: UnsafePointer<Double>
  let values: UnsafeMutablePointer<Double>
  /// Working memory of the step at hand, aligned to 64.
  let scratch: UnsafeMutableRawPointer
}

/// A value of the graph with its shape, for one row: where its numbers lie.
struct ONNXValue: Sendable {
  var type: ONNXType
  var shape: [Int]
  var isConstant: Bool
  var offset: Int
  /// What strings index, and what integers that name classes may be.
  var classes: [ClassLabel]?

  var count: Int { shape.reduce(1, *) }

  @inline(__always)
  func read(_ frame: ONNXFrame) -> UnsafePointer<Double> {
    isConstant ? frame.constants + offset : UnsafePointer(frame.values + offset)
  }

  /// - Precondition: it is no constant.
  @inline(__always)
  func write(_ frame: ONNXFrame) -> UnsafeMutablePointer<Double> { frame.values + offset }

  /// A number in the value's own precision.
  @inline(__always)
  static func rounded(_ value: Double, _ type: ONNXType) -> Double {
    type == .float ? Double(Float(value)) : value
  }
}

/// Makes a program of a graph: gives every value a shape and a place, every node a step. Nothing is
/// decided while it runs.
struct ONNXProgram {
  private(set) var steps: [any ONNXStep] = []
  private(set) var constants: [Double] = []
  private(set) var valueCount = 0
  private(set) var stepScratchBytes = 0
  /// What names stand for; those of a graph within the graph are added and taken away again.
  var values: [String: ONNXValue] = [:]
  let coreVersion: Int
  /// Nodes are of a graph within the graph.
  var isWithinScan = false
  /// Memory of tables that steps hold.
  var stepMemoryBytes = 0
  /// What kernels serve, for `inspect`.
  var kernels: [String] = []

  /// Constants that are not in the file, and how many there may be: 4 MB, which a file of any size is
  /// allowed.
  private var madeCount = 0
  private static let maximumMade = 1 << 19

  /// Numbers that one row's values may take: 64 MB.
  private static let maximumValues = 8 << 20

  init(coreVersion: Int) {
    self.coreVersion = coreVersion
  }

  mutating func addConstant(_ name: String, _ tensor: ONNXTensor) {
    values[name] = ONNXValue(
      type: tensor.type, shape: tensor.shape, isConstant: true, offset: constants.count,
      classes: tensor.classLabels)
    constants += tensor.values
  }

  /// Counts constants that are about to be made: a few bytes of a file ask for thousands.
  /// - Returns: whether there is room for them.
  mutating func reserveMade(_ count: Int) -> Bool {
    guard count <= ONNXProgram.maximumMade - madeCount else { return false }
    madeCount += count
    return true
  }

  /// Keeps numbers as constants.
  /// - Returns: where they lie.
  mutating func appendConstants(_ numbers: UnsafeBufferPointer<Double>) -> Int {
    constants += numbers
    return constants.count - numbers.count
  }

  /// Room for a value; registered under `name`.
  mutating func allocate(
    _ name: String, type: ONNXType, shape: [Int], classes: [ClassLabel]? = nil
  ) throws(ModelError) -> ONNXValue {
    var count = 1
    for size in shape {
      // Zeros do not count: no part of the shape may be larger than is allowed either.
      let (product, overflow) = count.multipliedReportingOverflow(by: max(1, size))
      guard size >= 0, !overflow, product <= ONNXProgram.maximumValues else {
        throw ModelError(
          .tooLarge, cause: "the value \(OneLine.quoting(name)) of shape \(shape) is too large")
      }
      count = product
    }
    let value = ONNXValue(
      type: type, shape: shape, isConstant: false, offset: valueCount, classes: classes)
    // Each starts a cache line.
    valueCount += (count + 7) & ~7
    guard valueCount <= ONNXProgram.maximumValues else {
      throw ModelError(.tooLarge, cause: "the graph's values take over 64 MB for one row")
    }
    values[name] = value
    return value
  }

  /// Gives a value another name or shape: Identity, Reshape and the like move nothing.
  mutating func alias(_ name: String, _ value: ONNXValue) { values[name] = value }

  mutating func append(_ step: any ONNXStep, scratchBytes: Int = 0) {
    steps.append(step)
    stepScratchBytes = max(stepScratchBytes, scratchBytes)
  }

  /// Takes away the steps from `start` on, for a step that runs them itself.
  mutating func takeSteps(from start: Int) -> [any ONNXStep] {
    let taken = Array(steps[start...])
    steps.removeSubrange(start...)
    return taken
  }

  /// Takes away what was added since there were `stepCount` steps and `valueCount` numbers: it has
  /// become constants.
  mutating func rollBack(stepCount: Int, valueCount: Int) {
    steps.removeSubrange(stepCount...)
    self.valueCount = valueCount
  }

  func value(named name: String) -> ONNXValue? { values[name] }

  /// Input `index` of a node.
  func input(_ node: ONNXNode, _ index: Int) throws(ModelError) -> ONNXValue {
    guard let value = try optionalInput(node, index) else {
      throw node.error("its input \(index) is missing")
    }
    return value
  }

  func optionalInput(_ node: ONNXNode, _ index: Int) throws(ModelError) -> ONNXValue? {
    guard index < node.inputs.count, !node.inputs[index].isEmpty else { return nil }
    guard let value = values[node.inputs[index]] else {
      throw node.error("its input \(OneLine.quoting(node.inputs[index])) is made nowhere before it")
    }
    return value
  }

  /// Input `index`, which must be a constant where there is one.
  func constant(_ node: ONNXNode, _ index: Int) throws(ModelError) -> ONNXTensor? {
    guard index < node.inputs.count, !node.inputs[index].isEmpty else { return nil }
    let value = try input(node, index)
    guard value.isConstant else {
      throw node.unsupported("its input \(index) is not a constant")
    }
    return ONNXTensor(
      type: value.type, shape: value.shape,
      values: Array(constants[value.offset..<(value.offset + value.count)]))
  }

  func output(_ node: ONNXNode, _ index: Int) throws(ModelError) -> String {
    guard index < node.outputs.count, !node.outputs[index].isEmpty else {
      throw node.error("its output \(index) is missing")
    }
    return node.outputs[index]
  }

  /// Rows and columns of a value that is a matrix, or a list of numbers that is one row.
  func matrix(_ value: ONNXValue, of node: ONNXNode) throws(ModelError) -> (rows: Int, columns: Int)
  {
    switch value.shape.count {
    case 1: return (1, value.shape[0])
    case 2: return (value.shape[0], value.shape[1])
    default: throw node.unsupported("it takes a value of the shape \(value.shape)")
    }
  }
}
