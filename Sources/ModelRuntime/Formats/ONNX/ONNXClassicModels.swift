import Glibc
import PlainText

/// Scaler, Imputer, Normalizer and Binarizer: numbers in, as many numbers out.
struct ONNXPreprocessStep: ONNXStep {
  enum Operation: Sendable {
    case scale(offset: [Double], scale: [Double])
    case impute(replaced: Double, by: [Double])
    case normalize(String)
    case binarize(threshold: Double)
  }

  let operation: Operation
  let input: ONNXValue
  let output: ONNXValue
  let rows: Int
  let columns: Int

  func run(_ frame: ONNXFrame) {
    for row in 0..<rows {
      let from = input.read(frame) + row * columns
      let to = output.write(frame) + row * columns
      switch operation {
      case .scale(let offset, let scale):
        for k in 0..<columns {
          let difference = Float(from[k]) - Float(offset[offset.count == 1 ? 0 : k])
          to[k] = Double(difference * Float(scale[scale.count == 1 ? 0 : k]))
        }
      case .impute(let replaced, let values):
        for k in 0..<columns {
          let isMissing = from[k] == replaced || replaced.isNaN && from[k].isNaN
          to[k] = isMissing ? values[values.count == 1 ? 0 : k] : from[k]
        }
      case .normalize(let norm): normalize(from, to, norm)
      case .binarize(let threshold):
        for k in 0..<columns { to[k] = from[k] > threshold ? 1 : 0 }
      }
    }
  }

  private func normalize(
    _ from: UnsafePointer<Double>, _ to: UnsafeMutablePointer<Double>, _ norm: String
  ) {
    var size: Float = norm == "MAX" ? -.infinity : 0
    for k in 0..<columns {
      let value = Float(from[k])
      switch norm {
      case "MAX": size = max(size, value)
      case "L1": size += abs(value)
      default: size += value * value
      }
    }
    for k in 0..<columns {
      let value = Float(from[k])
      if size == 0 {
        to[k] = from[k]
      } else if norm == "L2" {
        // The root of the share of the squares, with the number's sign: ONNX Runtime's way.
        let share = (value * value / size).squareRoot()
        to[k] = Double(value < 0 ? -share : share)
      } else {
        to[k] = Double(value / size)
      }
    }
  }
}

/// LabelEncoder: numbers, or strings, by a table.
struct ONNXLookupStep: ONNXStep {
  let input: ONNXValue
  let output: ONNXValue
  let count: Int
  let keys: [Double]
  let values: [Double]
  let fallback: Double

  func run(_ frame: ONNXFrame) {
    let from = input.read(frame)
    let to = output.write(frame)
    for index in 0..<count {
      let value = from[index]
      // Keys are sorted; NaN, which no order holds, is in no model that was met.
      var low = 0
      var high = keys.count
      while low < high {
        let middle = (low + high) / 2
        if keys[middle] < value { low = middle + 1 } else { high = middle }
      }
      to[index] = low < keys.count && keys[low] == value ? values[low] : fallback
    }
  }
}

extension ONNXProgram {
  mutating func addClassic(_ node: ONNXNode) throws(ModelError) -> Bool {
    switch node.operation {
    case "LinearRegressor", "LinearClassifier": try addLinear(node)
    case "SVMRegressor": try addSupportVectorRegressor(node)
    case "SVMClassifier": try addSupportVectorClassifier(node)
    case "OneHotEncoder": try addOneHot(node)
    case "Scaler", "Imputer", "Normalizer", "Binarizer": try addPreprocess(node)
    case "LabelEncoder": try addLookup(node)
    default: return false
    }
    return true
  }

  private mutating func addPreprocess(_ node: ONNXNode) throws(ModelError) {
    let input = try input(node, 0)
    let (rows, columns) = try matrix(input, of: node)
    func fits(_ list: [Double], _ what: String) throws(ModelError) {
      guard list.count == 1 || list.count == columns else {
        throw node.error("it has \(list.count) \(what) for \(columns) columns")
      }
    }
    let operation: ONNXPreprocessStep.Operation
    switch node.operation {
    case "Scaler":
      try fits(node.floats("offset"), "offsets")
      try fits(node.floats("scale"), "scales")
      operation = .scale(offset: node.floats("offset"), scale: node.floats("scale"))
    case "Imputer":
      let values =
        node.floats("imputed_value_floats")
        + node.integers("imputed_value_int64s").map { Double($0) }
      try fits(values, "values")
      operation = .impute(
        replaced: node.has("replaced_value_float")
          ? node.float("replaced_value_float", default: .nan)
          : Double(node.integer("replaced_value_int64", default: 0)), by: values)
    case "Normalizer":
      let norm = node.text("norm", default: "MAX")
      guard ["MAX", "L1", "L2"].contains(norm) else {
        throw node.unsupported("its norm is \(OneLine.quoting(norm))")
      }
      operation = .normalize(norm)
    default: operation = .binarize(threshold: node.float("threshold", default: 0))
    }
    let output = try allocate(
      try output(node, 0), type: node.operation == "Imputer" ? input.type : .float,
      shape: input.shape, classes: input.classes)
    append(
      ONNXPreprocessStep(
        operation: operation, input: input, output: output, rows: rows, columns: columns))
  }

  private mutating func addLookup(_ node: ONNXNode) throws(ModelError) {
    let input = try input(node, 0)
    var keys = node.floats("keys_floats") + node.integers("keys_int64s").map { Double($0) }
    let keyTexts = node.texts("keys_strings")
    if !keyTexts.isEmpty {
      // A string is an index into the input's classes; one that is not among them is never met.
      guard let classes = input.classes else { throw node.unsupported("it takes strings") }
      keys = keyTexts.map { text in
        classes.firstIndex(of: .string(text)).map { Double($0) } ?? -1
      }
    }
    let texts = node.texts("values_strings")
    let values =
      texts.isEmpty
      ? node.floats("values_floats") + node.integers("values_int64s").map { Double($0) }
      : texts.indices.map { Double($0) }
    guard keys.count == values.count, !keys.isEmpty else {
      throw node.unsupported("its keys and values are not lists of one length")
    }
    let type: ONNXType =
      !texts.isEmpty ? .string : node.floats("values_floats").isEmpty ? .integer : .float
    let fallback: Double =
      switch type {
      case .float: node.float("default_float", default: 0)
      case .integer: Double(node.integer("default_int64", default: -1))
      default: .nan
      }
    let labels: [ClassLabel] =
      texts.isEmpty
      ? values.map { .integer(Int64(ONNXTensor.integer($0))) } : texts.map { .string($0) }
    let output = try allocate(
      try output(node, 0), type: type, shape: input.shape,
      classes: type == .float ? nil : labels)
    let order = keys.indices.sorted { keys[$0] < keys[$1] }
    append(
      ONNXLookupStep(
        input: input, output: output, count: input.count, keys: order.map { keys[$0] },
        values: order.map { values[$0] }, fallback: fallback))
  }
}
