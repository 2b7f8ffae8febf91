import COnnxRuntime
import PlainText

/// An input or output of a session: a tensor with a name, its elements and its shape.
struct ONNXRuntimePort: Sendable {
  let name: String
  let element: ONNXRuntimeElement
  /// -1: not fixed.
  var shape: [Int64]

  /// Whether the first dimension counts rows, so that a burst is one tensor.
  var countsRows: Bool { shape.first == -1 }

  /// Numbers for one row; nil: not fixed.
  var columns: Int? {
    var count = 1
    for size in countsRows ? shape.dropFirst() : shape[...] {
      let (product, overflow) = count.multipliedReportingOverflow(by: Int(size))
      guard size > 0, !overflow else { return nil }
      count = product
    }
    return count
  }

  /// The shape that `rows` rows have.
  func shape(rows: Int) -> [Int64] {
    countsRows ? [Int64(rows)] + shape.dropFirst() : shape
  }

  /// - Throws: where the type is no tensor of numbers.
  init(
    name: String, what: String, type: OpaquePointer, _ api: OrtApi
  ) throws(ModelError) {
    var tensor: OpaquePointer?
    try api.check(api.CastTypeInfoToTensorInfo(type, &tensor))
    guard let tensor else {
      throw ONNXRuntimePort.unsupported(
        name, what, "is no tensor", "convert the model without ZipMap (zipmap=False)")
    }
    try self.init(name: name, what: what, tensor: tensor, api)
  }

  init(
    name: String, what: String, tensor: OpaquePointer, _ api: OrtApi
  ) throws(ModelError) {
    var code: Int32 = 0
    try api.check(api.GetTensorElementType(tensor, &code))
    guard let element = ONNXRuntimeElement(rawValue: code) else {
      throw ONNXRuntimePort.unsupported(
        name, what, "has elements that are not numbers of 32 or 64 bits (type \(code))",
        "export it with float, double or integer tensors")
    }
    var rank = 0
    try api.check(api.GetDimensionsCount(tensor, &rank))
    var shape = [Int64](repeating: 0, count: rank)
    if rank > 0 { try api.check(api.GetDimensions(tensor, &shape, rank)) }
    self.name = name
    self.element = element
    self.shape = shape
  }

  static func unsupported(
    _ name: String, _ what: String, _ cause: String, _ remedy: String
  ) -> ModelError {
    ModelError(
      .unsupported, cause: "it \(cause)", remedy: remedy,
      position: "\(what) \(OneLine.quoting(name))")
  }
}
