import PlainText

/// What `inspect` says of a graph that ONNX Runtime evaluates: who wrote it, and with which operators.
struct ONNXHeader {
  private(set) var producer = "ONNX"
  private(set) var producerVersion: String?
  private var operators: Set<String> = []
  private var nodeCount = 0

  init(_ file: UnsafeRawBufferPointer) throws(ModelError) {
    let reader = ProtobufReader(file, message: "ModelProto")
    var graph: UnsafeRawBufferPointer?
    var names = (producer: "", version: "")
    try reader.eachField { field, value throws(ModelError) in
      switch field {
      case 2: names.producer = try reader.text(value)
      case 3: names.version = try reader.text(value)
      case 7: graph = try reader.message(value)
      default: break
      }
    }
    if !names.producer.isEmpty { producer = names.producer }
    if !names.version.isEmpty { producerVersion = names.version }
    guard let graph else { return }
    var nodes: [UnsafeRawBufferPointer] = []
    let graphReader = ProtobufReader(graph, message: "GraphProto")
    try graphReader.eachField { field, value throws(ModelError) in
      if field == 1 { nodes.append(try graphReader.message(value)) }
    }
    nodeCount = nodes.count
    for node in nodes {
      let reader = ProtobufReader(node, message: "a node")
      var name = ""
      try reader.eachField { field, value throws(ModelError) in
        if field == 4 { name = try reader.text(value) }
      }
      operators.insert(name)
    }
  }

  /// `graph of 4 operations: LSTM, MatMul, ...`
  var kind: String {
    let names = operators.subtracting(["Identity", "Cast", "Constant"]).sorted()
    return "graph of \(nodeCount) operations: "
      + names.prefix(6).map { OneLine.escaping($0, maximumCharacters: 40) }.joined(separator: ", ")
      + (names.count > 6 ? ", ..." : "")
  }
}
