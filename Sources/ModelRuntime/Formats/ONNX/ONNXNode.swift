import PlainText

/// One operation of a graph, as the file has it.
struct ONNXNode {
  enum Attribute {
    case float(Double)
    case integer(Int)
    case text(String)
    case tensor(ONNXTensor)
    case floats([Double])
    case integers([Int])
    case texts([String])
    /// A GraphProto, within the file's bytes.
    case graph(UnsafeRawBufferPointer)
  }

  var name = ""
  var operation = ""
  /// `ai.onnx` for the operators of the core, which files leave empty.
  var domain = "ai.onnx"
  var inputs: [String] = []
  var outputs: [String] = []
  private var attributes: [String: Attribute] = [:]

  /// Reads a NodeProto.
  init(_ bytes: UnsafeRawBufferPointer) throws(ModelError) {
    let reader = ProtobufReader(bytes, message: "a node")
    var blocks: [UnsafeRawBufferPointer] = []
    var node = (name: "", operation: "", domain: "", inputs: [String](), outputs: [String]())
    try reader.eachField { field, value throws(ModelError) in
      switch field {
      case 1: node.inputs.append(try reader.text(value))
      case 2: node.outputs.append(try reader.text(value))
      case 3: node.name = try reader.text(value)
      case 4: node.operation = try reader.text(value)
      case 5: blocks.append(try reader.message(value))
      case 7: node.domain = try reader.text(value)
      default: break
      }
    }
    name = node.name
    operation = node.operation
    domain = node.domain.isEmpty ? "ai.onnx" : node.domain
    inputs = node.inputs
    outputs = node.outputs
    for block in blocks {
      let (key, attribute) = try ONNXNode.attribute(block, of: place)
      attributes[key] = attribute
    }
  }

  /// `TreeEnsembleRegressor 'trees'`: for error messages.
  var place: String { "\(operation) \(OneLine.quoting(name))" }

  func error(_ cause: String) -> ModelError { ProtobufReader.error(place, cause) }

  func unsupported(_ cause: String) -> ModelError {
    ModelError(
      .unsupported, cause: cause,
      remedy: ONNXNode.engineRemedy, position: place)
  }

  /// What to do about a graph that is not evaluated natively.
  static let engineRemedy =
    "have ONNX Runtime evaluate it: engine = \"onnxruntime\" in its [models.NAME], and the library's "
    + "path as onnxruntime_library in [daemon]"

  private static func attribute(
    _ bytes: UnsafeRawBufferPointer, of place: String
  ) throws(ModelError) -> (String, Attribute) {
    let reader = ProtobufReader(bytes, message: place)
    var name = ""
    var kind = 0
    var single: Attribute?
    var floats: [Double] = []
    var integers: [Int] = []
    var texts: [String] = []
    try reader.eachField { field, value throws(ModelError) in
      switch field {
      case 1: name = try reader.text(value)
      case 2:
        var list: [Double] = []
        try reader.appendFloats(value, to: &list)
        single = .float(list.first ?? 0)
      case 3: single = .integer(try reader.integer(value))
      case 4: single = .text(try reader.text(value))
      case 5: single = .tensor(try ONNXTensor(try reader.message(value), message: place))
      case 6: single = .graph(try reader.message(value))
      case 11:
        throw ModelError(
          .unsupported, cause: "it holds graphs of its own", remedy: engineRemedy,
          position: place)
      case 7: try reader.appendFloats(value, to: &floats)
      case 8: try reader.appendIntegers(value, to: &integers)
      case 9: texts.append(try reader.text(value))
      case 20: kind = try reader.integer(value)
      default: break
      }
    }
    if !floats.isEmpty || kind == 6 { return (name, .floats(floats)) }
    if !integers.isEmpty || kind == 7 { return (name, .integers(integers)) }
    if !texts.isEmpty || kind == 8 { return (name, .texts(texts)) }
    if let single { return (name, single) }
    // A value of zero is left out by some writers.
    return (name, kind == 1 ? .float(0) : kind == 3 ? .text("") : .integer(0))
  }

  func has(_ name: String) -> Bool { attributes[name] != nil }

  func float(_ name: String, default fallback: Double) -> Double {
    if case .float(let value) = attributes[name] { return value }
    return fallback
  }

  func integer(_ name: String, default fallback: Int) -> Int {
    if case .integer(let value) = attributes[name] { return value }
    return fallback
  }

  func text(_ name: String, default fallback: String) -> String {
    if case .text(let value) = attributes[name] { return value }
    return fallback
  }

  func tensor(_ name: String) -> ONNXTensor? {
    if case .tensor(let value) = attributes[name] { return value }
    return nil
  }

  /// The bytes of a graph; they are the file's.
  func graph(_ name: String) -> UnsafeRawBufferPointer? {
    if case .graph(let value) = attributes[name] { return value }
    return nil
  }

  func floats(_ name: String) -> [Double] {
    if case .floats(let values) = attributes[name] { return values }
    return []
  }

  func integers(_ name: String) -> [Int] {
    if case .integers(let values) = attributes[name] { return values }
    return []
  }

  func texts(_ name: String) -> [String] {
    if case .texts(let values) = attributes[name] { return values }
    return []
  }

  /// A list of numbers that is a tensor in later versions, with doubles in it.
  func numbers(_ name: String) -> [Double] {
    floats(name) + (tensor("\(name)_as_tensor")?.values ?? tensor(name)?.values ?? [])
  }
}
