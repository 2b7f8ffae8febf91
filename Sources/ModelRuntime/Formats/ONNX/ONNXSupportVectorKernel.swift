import Glibc
import PlainText

/// The kernel of ONNX's support vector operators, over the vectors of the model, in Float.
struct ONNXSupportVectorKernel: Sendable {
  enum Kind: String, Sendable {
    case linear = "LINEAR"
    case polynomial = "POLY"
    case radial = "RBF"
    case sigmoid = "SIGMOID"
  }

  let kind: Kind
  let columns: Int
  let vectors: [Double]
  private let gamma: Float
  private let coef0: Float
  private let degree: Float

  var vectorCount: Int { vectors.count / max(1, columns) }
  var memoryBytes: Int { vectors.count * 8 }

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
    self.vectors = vectors
    gamma = Float(parameters.first ?? 0)
    coef0 = Float(parameters.count > 1 ? parameters[1] : 0)
    degree = Float(parameters.count > 2 ? parameters[2] : 0)
  }

  /// The kernel of a row and one vector.
  func product(_ row: UnsafePointer<Double>, _ vector: Int) -> Float {
    let start = vector * columns
    var sum: Float = 0
    if kind == .radial {
      for k in 0..<columns {
        let difference = Float(row[k]) - Float(vectors[start + k])
        sum += difference * difference
      }
      return expf(-gamma * sum)
    }
    for k in 0..<columns { sum += Float(row[k]) * Float(vectors[start + k]) }
    switch kind {
    case .polynomial: return powf(gamma * sum + coef0, degree)
    case .sigmoid: return tanhf(gamma * sum + coef0)
    case .linear, .radial: return sum
    }
  }
}
