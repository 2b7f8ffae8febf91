import Glibc
import PlainText

/// What the operators of ai.onnx.ml do with raw sums: base values, averages, and a transform; and
/// which class wins. ONNX Runtime's rules (`core/providers/cpu/ml/ml_common.h`).
struct ONNXScores: Sendable {
  enum Transform: String, Sendable {
    case none = "NONE"
    case logistic = "LOGISTIC"
    case softmax = "SOFTMAX"
    case softmaxZero = "SOFTMAX_ZERO"

    init(_ name: String, of node: ONNXNode) throws(ModelError) {
      guard let transform = Transform(rawValue: name) else {
        throw node.unsupported("its post_transform is \(OneLine.quoting(name))")
      }
      self = transform
    }
  }

  var transform: Transform
  var input: ONNXValue
  var base: [Double] = []
  var divisor = 1.0
  /// Two classes of which one has a sum: its column, and whether all weights are positive, so that
  /// the sum is a probability.
  var binary: (column: Int, isPositive: Bool)?
  /// The logistic function of several scores is the approximation of Sigmoid.
  var isApproximated = false
}

struct ONNXScoreStep: ONNXStep {
  let scores: ONNXScores
  /// Of a classifier: the winner, as an index or as the class's number.
  let label: ONNXValue?
  let classNumbers: [Double]
  let output: ONNXValue
  let rows: Int
  let count: Int

  private var isFloat: Bool { output.type == .float }
  private func rounded(_ value: Double) -> Double { isFloat ? Double(Float(value)) : value }

  func run(_ frame: ONNXFrame) {
    for row in 0..<rows {
      let sums = scores.input.read(frame) + row * count
      let to = output.write(frame) + row * count
      for index in 0..<count {
        var value = sums[index]
        if scores.divisor != 1 { value = rounded(value / scores.divisor) }
        if !scores.base.isEmpty {
          value = rounded(value + scores.base[scores.base.count == 1 ? 0 : index])
        }
        to[index] = value
      }
      let winner: Int
      if let binary = scores.binary {
        winner = two(to, to[binary.column], isPositive: binary.isPositive)
      } else {
        winner = firstMaximum(to)
        transform(to)
      }
      if let label { label.write(frame)[row] = classNumbers[winner] }
    }
  }

  private func firstMaximum(_ values: UnsafePointer<Double>) -> Int {
    var best = 0
    for index in 1..<max(1, count) where values[index] > values[best] { best = index }
    return best
  }

  /// Both classes' scores from that of the second.
  private func two(
    _ to: UnsafeMutablePointer<Double>, _ score: Double, isPositive: Bool
  ) -> Int {
    if isPositive {
      to[0] = rounded(1 - score)
      to[1] = score
      return score > 0.5 ? 1 : 0
    }
    if scores.transform == .logistic {
      to[0] = logistic(-score)
      to[1] = logistic(score)
    } else {
      to[0] = -score
      to[1] = score
    }
    return score > 0 ? 1 : 0
  }

  private func logistic(_ value: Double) -> Double {
    if isFloat {
      let share = 1 / (1 + expf(-abs(Float(value))))
      return Double(value < 0 ? 1 - share : share)
    }
    let share = 1 / (1 + exp(-abs(value)))
    return value < 0 ? 1 - share : share
  }

  private func transform(_ to: UnsafeMutablePointer<Double>) {
    switch scores.transform {
    case .none: break
    case .logistic where isFloat && scores.isApproximated:
      for index in 0..<count { to[index] = Double(ONNXFloatLogistic.value(Float(to[index]))) }
    case .logistic: for index in 0..<count { to[index] = logistic(to[index]) }
    case .softmax, .softmaxZero:
      var largest = to[0]
      for index in 1..<max(1, count) where to[index] > largest { largest = to[index] }
      var total = 0.0
      for index in 0..<count {
        // SOFTMAX_ZERO leaves a score of 0 at 0.
        let isLeft = scores.transform == .softmaxZero && abs(to[index]) <= 1e-7
        if !isLeft {
          to[index] =
            isFloat
            ? Double(expf(Float(to[index]) - Float(largest))) : exp(to[index] - largest)
        }
        total = rounded(total + (isLeft ? 0 : to[index]))
      }
      for index in 0..<count { to[index] = rounded(to[index] / total) }
    }
  }
}

extension ONNXProgram {
  static func classLabels(_ node: ONNXNode) -> [ClassLabel] {
    let strings =
      node.texts("classlabels_strings") + node.texts("classlabels_string")
    if !strings.isEmpty { return strings.map { .string($0) } }
    let integers = node.integers("classlabels_int64s") + node.integers("classlabels_ints")
    return integers.map { .integer(Int64($0)) }
  }

  /// Adds the step that finishes sums; `labels`: the node is a classifier, whose first output is the
  /// label and whose second the scores.
  mutating func addScores(
    _ scores: ONNXScores, node: ONNXNode, labels: [ClassLabel]?, rows: Int, count: Int
  ) throws(ModelError) {
    guard let labels else {
      let output = try allocate(
        try output(node, 0), type: scores.input.type, shape: [rows, count])
      append(
        ONNXScoreStep(
          scores: scores, label: nil, classNumbers: [], output: output, rows: rows, count: count))
      return
    }
    guard labels.count == count else {
      throw node.error("it has \(labels.count) class labels for \(count) scores")
    }
    var numbers: [Double] = []
    var isString = false
    for (index, label) in labels.enumerated() {
      if case .integer(let value) = label {
        numbers.append(Double(value))
      } else {
        isString = true
        numbers.append(Double(index))
      }
    }
    let label = try allocate(
      try output(node, 0), type: isString ? .string : .integer, shape: [rows], classes: labels)
    let name = node.outputs.count > 1 ? node.outputs[1] : "\(node.place) scores"
    let output = try allocate(name, type: scores.input.type, shape: [rows, count], classes: labels)
    append(
      ONNXScoreStep(
        scores: scores, label: label, classNumbers: numbers, output: output, rows: rows,
        count: count))
  }
}
