/// What an ONNX file holds, before it is checked and made into a program.
struct ONNXGraph {
  struct Port {
    var name: String
    var type: ONNXType?
    /// Sizes; nil: not fixed.
    var shape: [Int?]
  }

  var producer = ""
  var producerVersion = ""
  var nodes: [ONNXNode] = []
  var constants: [String: ONNXTensor] = [:]
  /// Inputs that are no constants.
  var inputs: [Port] = []
  var outputs: [Port] = []
  /// Version of the core's operators.
  var coreVersion = 1

  /// Reads a ModelProto.
  init(_ file: UnsafeRawBufferPointer) throws(ModelError) {
    let reader = ProtobufReader(file, message: "ModelProto")
    var graph: UnsafeRawBufferPointer?
    var versions: [UnsafeRawBufferPointer] = []
    var producer = (name: "", version: "")
    try reader.eachField { field, value throws(ModelError) in
      switch field {
      case 2: producer.name = try reader.text(value)
      case 3: producer.version = try reader.text(value)
      case 7: graph = try reader.message(value)
      case 8: versions.append(try reader.message(value))
      case 25:
        throw ModelError(
          .unsupported, cause: "it defines functions of its own", remedy: ONNXNode.engineRemedy,
          position: "ModelProto")
      default: break
      }
    }
    self.producer = producer.name
    producerVersion = producer.version
    for version in versions {
      let reader = ProtobufReader(version, message: "opset_import")
      var domain = ""
      var number = 1
      try reader.eachField { field, value throws(ModelError) in
        if field == 1 { domain = try reader.text(value) }
        if field == 2 { number = try reader.integer(value) }
      }
      if domain.isEmpty || domain == "ai.onnx" { coreVersion = number }
    }
    guard let graph else { throw reader.error("it has no graph") }
    try read(graph)
  }

  /// Reads a GraphProto: the body of a node.
  init(body: UnsafeRawBufferPointer) throws(ModelError) {
    try read(body)
  }

  private mutating func read(_ bytes: UnsafeRawBufferPointer) throws(ModelError) {
    let reader = ProtobufReader(bytes, message: "GraphProto")
    var nodes: [ONNXNode] = []
    var constants: [String: ONNXTensor] = [:]
    var inputs: [Port] = []
    var outputs: [Port] = []
    try reader.eachField { field, value throws(ModelError) in
      switch field {
      case 1: nodes.append(try ONNXNode(try reader.message(value)))
      case 5:
        let bytes = try reader.message(value)
        let tensor = try ONNXTensor(bytes, message: "an initializer")
        constants[try ONNXGraph.tensorName(bytes)] = tensor
      case 11: inputs.append(try ONNXGraph.port(try reader.message(value)))
      case 12: outputs.append(try ONNXGraph.port(try reader.message(value)))
      case 15: throw reader.error("it has sparse initializers, which udfd does not read")
      default: break
      }
    }
    self.nodes = nodes
    self.constants = constants
    self.inputs = inputs.filter { constants[$0.name] == nil }
    self.outputs = outputs
  }

  private static func tensorName(_ bytes: UnsafeRawBufferPointer) throws(ModelError) -> String {
    let reader = ProtobufReader(bytes, message: "TensorProto")
    var name = ""
    try reader.eachField { field, value throws(ModelError) in
      if field == 8 { name = try reader.text(value) }
    }
    return name
  }

  /// ValueInfoProto, TypeProto, TypeProto.Tensor, TensorShapeProto, Dimension: five messages deep.
  private static func port(_ bytes: UnsafeRawBufferPointer) throws(ModelError) -> Port {
    let reader = ProtobufReader(bytes, message: "ValueInfoProto")
    var port = Port(name: "", type: nil, shape: [])
    try reader.eachField { field, value throws(ModelError) in
      if field == 1 { port.name = try reader.text(value) }
      guard field == 2 else { return }
      try ProtobufReader(try reader.message(value), message: "TypeProto")
        .eachField { field, value throws(ModelError) in
          // 1: a tensor; 4 and 5, sequences and maps, are ZipMap's.
          guard field == 1 else { return }
          try ProtobufReader(try reader.message(value), message: "TypeProto.Tensor")
            .eachField { field, value throws(ModelError) in
              if field == 1 { port.type = ONNXType(try reader.integer(value)) }
              if field == 2 { port.shape = try shape(try reader.message(value)) }
            }
        }
    }
    return port
  }

  private static func shape(_ bytes: UnsafeRawBufferPointer) throws(ModelError) -> [Int?] {
    let reader = ProtobufReader(bytes, message: "TensorShapeProto")
    var shape: [Int?] = []
    try reader.eachField { field, value throws(ModelError) in
      guard field == 1 else { return }
      var size: Int?
      try ProtobufReader(try reader.message(value), message: "Dimension")
        .eachField { field, value throws(ModelError) in
          if field == 1 { size = try reader.integer(value) }
        }
      shape.append((size ?? 0) > 0 ? size : nil)
    }
    return shape
  }
}
