import Glibc

/// A multi-layer perceptron: dense layers, each with an activation.
struct DenseNetworkEvaluator: Evaluator {
  enum Activation: Sendable {
    case identity
    case logistic
    case tanh
    case relu
    case softmax
    case exponential
  }

  struct Layer: Sendable {
    /// inputs x outputs.
    var weights: Matrix
    var biases: [Double]
    var activation: Activation
  }

  /// Each reads what the one before it answers.
  let layers: [Layer]

  var inputCount: Int { layers[0].weights.rows }
  var outputCount: Int { layers[layers.count - 1].weights.columns }
  var memoryBytes: Int {
    layers.reduce(0) { $0 + ($1.weights.values.count + $1.biases.count) * 8 }
  }
  var kernelDescription: String {
    let sizes = [inputCount] + layers.map(\.weights.columns)
    return "dense layers \(sizes.map(String.init).joined(separator: "-"))"
  }

  private var widest: Int { layers.map(\.weights.columns).max() ?? 0 }

  func scratchBytes(rows: Int) -> Int { 2 * DenseNetworkEvaluator.padded(widest * 8) }

  func evaluate(
    rows: UnsafePointer<Double>, count: Int, outputs: UnsafeMutablePointer<Double>,
    scratch: UnsafeMutableRawPointer
  ) {
    let bytes = DenseNetworkEvaluator.padded(widest * 8)
    for row in 0..<count {
      var current = rows + row * inputCount
      for index in 0..<layers.count {
        let target =
          index == layers.count - 1
          ? outputs + row * outputCount
          : (scratch + (index & 1) * bytes).assumingMemoryBound(to: Double.self)
        DenseNetworkEvaluator.apply(layers[index], current, target)
        current = UnsafePointer(target)
      }
    }
  }

  /// Input by input, so that the additions to all outputs run side by side and each output's sum
  /// still goes from left to right.
  private static func apply(
    _ layer: Layer, _ values: UnsafePointer<Double>, _ results: UnsafeMutablePointer<Double>
  ) {
    let width = layer.weights.columns
    results.update(repeating: 0, count: width)
    layer.weights.values.withUnsafeBufferPointer { weights in
      for input in 0..<layer.weights.rows {
        let value = values[input]
        let row = weights.baseAddress! + input * width
        for output in 0..<width { results[output] += value * row[output] }
      }
    }
    for output in 0..<width { results[output] += layer.biases[output] }
    activate(layer.activation, results, width)
  }

  private static func activate(
    _ activation: Activation, _ values: UnsafeMutablePointer<Double>, _ width: Int
  ) {
    switch activation {
    case .identity: break
    case .logistic: for index in 0..<width { values[index] = ModelRuntime.logistic(values[index]) }
    case .tanh: for index in 0..<width { values[index] = Glibc.tanh(values[index]) }
    case .relu:
      for index in 0..<width where values[index] < 0 { values[index] = 0 }
    case .exponential: for index in 0..<width { values[index] = exp(values[index]) }
    case .softmax:
      var largest = values[0]
      for index in 1..<width where values[index] > largest { largest = values[index] }
      var sum = 0.0
      for index in 0..<width {
        values[index] = exp(values[index] - largest)
        sum += values[index]
      }
      for index in 0..<width { values[index] /= sum }
    }
  }
}
