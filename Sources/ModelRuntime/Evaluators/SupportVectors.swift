import Glibc

/// The kernel of a support vector machine with the vectors that it is taken with.
struct SupportVectors: Sendable {
  enum Kernel: Sendable {
    case linear
    case radial(gamma: Double)
    case polynomial(gamma: Double, offset: Double, degree: Int)
    case sigmoid(gamma: Double, offset: Double)
  }

  let kernel: Kernel
  /// vectors x inputs.
  let vectors: Matrix

  var memoryBytes: Int { vectors.values.count * 8 }

  var description: String {
    let name =
      switch kernel {
      case .linear: "linear"
      case .radial: "radial"
      case .polynomial(_, _, let degree): "polynomial (degree \(degree))"
      case .sigmoid: "sigmoid"
      }
    return "\(name) kernel, \(vectors.rows) support vectors"
  }

  /// The kernel of `values` with each vector, into `results`.
  func evaluate(_ values: UnsafePointer<Double>, _ results: UnsafeMutablePointer<Double>) {
    let width = vectors.columns
    vectors.values.withUnsafeBufferPointer { vectors in
      for index in 0..<self.vectors.rows {
        let vector = vectors.baseAddress! + index * width
        var sum = 0.0
        if case .radial(let gamma) = kernel {
          for column in 0..<width {
            let difference = values[column] - vector[column]
            sum += difference * difference
          }
          results[index] = exp(-gamma * sum)
          continue
        }
        for column in 0..<width { sum += values[column] * vector[column] }
        switch kernel {
        case .linear, .radial: results[index] = sum
        case .polynomial(let gamma, let offset, let degree):
          results[index] = SupportVectors.power(gamma * sum + offset, degree)
        case .sigmoid(let gamma, let offset): results[index] = tanh(gamma * sum + offset)
        }
      }
    }
  }

  /// As libsvm multiplies.
  private static func power(_ base: Double, _ exponent: Int) -> Double {
    var square = base
    var result = 1.0
    var rest = exponent
    while rest > 0 {
      if rest & 1 == 1 { result *= square }
      square *= square
      rest >>= 1
    }
    return result
  }
}
