import COnnxRuntime

/// ONNX models that ONNX Runtime evaluates: any graph of tensors of numbers, of a fixed size for a row.
enum ONNXRuntimeModel {
  private static let maximumColumns = 1 << 16
  private static let maximumOutputs = 4096

  static func load(
    _ bytes: UnsafeRawBufferPointer, library path: String
  ) throws(ModelError) -> LoadedModel {
    let library = try ONNXRuntimeLibrary.open(path)
    let header = try? ONNXHeader(bytes)
    let session = try ONNXRuntimeSession(bytes, library)
    let inputs = try inputs(of: session)
    let probe = try ONNXRuntimeProbe(session)
    session.note(outputs: probe.outputs)
    var outputs: [ModelOutput] = []
    for port in session.outputs {
      let names = ONNXOutputNames.names(
        of: port.name, columns: port.columns!, isOnly: session.outputs.count == 1)
      for name in names { ONNXOutputNames.declare(ModelOutput(name: name), in: &outputs) }
    }
    guard outputs.count <= maximumOutputs else {
      throw ModelError(
        .tooLarge, cause: "the graph answers over \(maximumOutputs) numbers for a row")
    }
    return LoadedModel(
      library: header?.producer ?? "ONNX", libraryVersion: header?.producerVersion,
      kind: header?.kind ?? "graph", engine: "ONNX Runtime \(library.version)", inputs: inputs,
      outputs: outputs,
      evaluator: try ONNXRuntimeEvaluator(
        session, takesBursts: probe.takesBursts, modelBytes: bytes.count))
  }

  /// The columns of a row: each input's numbers side by side, under the input's name where it is one
  /// of several single numbers.
  private static func inputs(of session: ONNXRuntimeSession) throws(ModelError) -> [ModelInput] {
    var inputs: [ModelInput] = []
    for port in session.inputs {
      guard let columns = port.columns else {
        throw ONNXRuntimePort.unsupported(
          port.name, "input",
          "has the shape \(port.shape), of which only the first may be open (-1)",
          "export the model with a fixed window")
      }
      guard inputs.count + columns <= maximumColumns else {
        throw ModelError(
          .tooLarge, cause: "the graph takes over \(maximumColumns) numbers for a row")
      }
      let isNamed = columns == 1 && session.inputs.count > 1
      for _ in 0..<columns { inputs.append(ModelInput(name: isNamed ? port.name : nil)) }
    }
    return inputs
  }
}
