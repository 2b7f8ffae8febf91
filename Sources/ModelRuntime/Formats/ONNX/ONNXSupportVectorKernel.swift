import Glibc
import PlainText

/// The kernel of ONNX's support vector operators, over the vectors of the model: ONNX Runtime's
/// operations in Float, in its order (`core/providers/cpu/ml/svmclassifier.h`), to the last bit but
/// for powers beyond the seventh.
struct ONNXSupportVectorKernel: Sendable {
  enum Kind: String, Sendable {
    case linear = "LINEAR"
    case polynomial = "POLY"
    case radial = "RBF"
    case sigmoid = "SIGMOID"
  }

  let kind: Kind
  let columns: Int
  /// vectors x columns
  private let vectors: [Float]
  private let gamma: Float
  private let coef0: Float
  private let degree: Float

  var vectorCount: Int { vectors.count / max(1, columns) }
  var memoryBytes: Int { vectors.count * MemoryLayout<Float>.stride }

  /// What `evaluate` needs: the row, and a kernel for each vector.
  var scratchBytes: Int { (columns + vectorCount) * MemoryLayout<Float>.stride }

  init(_ node: ONNXNode, columns: Int) throws(ModelError) {
    let name = node.text("kernel_type", default: "LINEAR")
    guard let kind = Kind(rawValue: name) else {
      throw node.unsupported("its kernel is \(OneLine.quoting(name))")
    }
    let parameters = node.floats("kernel_params")
    let vectors = node.floats("support_vectors")
    guard columns > 0, vectors.count % columns == 0,
      parameters.count == 3 || kind == .linear
    else { throw node.error("its support vectors or parameters do not fit \(columns) inputs") }
    self.kind = kind
    self.columns = columns
    self.vectors = vectors.map { Float($0) }
    gamma = Float(parameters.first ?? 0)
    coef0 = Float(parameters.count > 1 ? parameters[1] : 0)
    degree = Float(parameters.count > 2 ? parameters[2] : 0)
  }

  /// The kernel of a row with each vector.
  /// - Parameters:
  ///   - row: `columns` numbers.
  ///   - scratch: `scratchBytes` bytes.
  /// - Returns: `vectorCount` kernels, in `scratch`.
  func evaluate(
    _ row: UnsafePointer<Double>, scratch: UnsafeMutableRawPointer
  ) -> UnsafeMutablePointer<Float> {
    let numbers = scratch.assumingMemoryBound(to: Float.self)
    let results = numbers + columns
    for column in 0..<columns { numbers[column] = Float(row[column]) }
    vectors.withUnsafeBufferPointer { vectors in
      // There is a vector: the operators see to it.
      let vectors = vectors.baseAddress!
      if kind == .radial {
        radial(numbers, vectors, results)
        return
      }
      ONNXFloatProducts.multiply(
        numbers, vectors, rows: vectorCount, columns: columns,
        factor: kind == .linear ? 1 : gamma, start: kind == .linear || coef0 == 0 ? nil : coef0,
        into: results)
    }
    switch kind {
    case .polynomial: raise(results)
    case .sigmoid:
      for index in 0..<vectorCount { results[index] = ONNXFloatTanh.value(results[index]) }
    case .linear, .radial: break
    }
    return results
  }

  private func radial(
    _ row: UnsafePointer<Float>, _ vectors: UnsafePointer<Float>,
    _ results: UnsafeMutablePointer<Float>
  ) {
    for index in 0..<vectorCount {
      let vector = vectors + index * columns
      var sum: Float = 0
      for column in 0..<columns {
        let difference = row[column] - vector[column]
        sum += difference * difference
      }
      results[index] = expf(-gamma * sum)
    }
  }

  private func raise(_ values: UnsafeMutablePointer<Float>) {
    if degree == 2 {
      for index in 0..<vectorCount { values[index] *= values[index] }
    } else if degree == 3 {
      for index in 0..<vectorCount { values[index] = values[index] * values[index] * values[index] }
    } else {
      // ONNX Runtime squares again and again what fills a register of four, for exponents up to 7;
      // what is left over goes to powf.
      let isSquared = degree >= 0 && degree <= 7 && degree == degree.rounded()
      let squared = isSquared ? vectorCount & ~3 : 0
      for index in 0..<squared { values[index] = power(values[index], Int(degree)) }
      for index in squared..<vectorCount { values[index] = powf(values[index], degree) }
    }
  }

  private func power(_ base: Float, _ exponent: Int) -> Float {
    guard exponent > 0 else { return 1 }
    var square = base
    var result: Float = 1
    var rest = exponent
    while rest > 1 {
      if rest & 1 == 1 { result *= square }
      square *= square
      rest >>= 1
    }
    return result * square
  }
}
