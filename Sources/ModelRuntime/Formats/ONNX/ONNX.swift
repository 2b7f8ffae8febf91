import PlainText

/// ONNX models, evaluated natively: the operators of ai.onnx.ml and those of the core that
/// skl2onnx, CatBoost and the converters of XGBoost and LightGBM emit.
///
/// A graph is made into a program for one row when it is loaded: shapes are fixed, values have
/// places, and an operator that is not served is named.
enum ONNX {
  static func load(_ bytes: UnsafeRawBufferPointer) throws(ModelError) -> LoadedModel {
    let graph = try ONNXGraph(bytes)
    var program = ONNXProgram(coreVersion: graph.coreVersion)
    for (name, tensor) in graph.constants.sorted(by: { $0.key < $1.key }) {
      program.addConstant(name, tensor)
    }
    let (inputs, columns) = try addInputs(graph, to: &program)
    for node in graph.nodes { try program.add(node) }
    let outputs = try ONNXOutputs(graph, program)
    let operations = Set(graph.nodes.map(\.operation)).subtracting(["Identity", "ZipMap", "Cast"])
    return LoadedModel(
      library: graph.producer.isEmpty ? "ONNX" : graph.producer,
      libraryVersion: graph.producerVersion.isEmpty ? nil : graph.producerVersion,
      kind: "graph of \(graph.nodes.count) operations: "
        + operations.sorted().prefix(6).joined(separator: ", ")
        + (operations.count > 6 ? ", ..." : ""),
      inputs: inputs, outputs: outputs.declared,
      evaluator: ONNXEvaluator(program, inputs: columns, outputs: outputs))
  }

  /// Graph inputs, side by side, are the columns of a row.
  private static func addInputs(
    _ graph: ONNXGraph, to program: inout ONNXProgram
  ) throws(ModelError) -> ([ModelInput], [ONNXValue]) {
    var names: [ModelInput] = []
    var values: [ONNXValue] = []
    for port in graph.inputs {
      let place = "input \(OneLine.quoting(port.name))"
      guard let type = port.type, type != .string else {
        throw ModelError(
          .unsupported, cause: "it takes strings or no tensor",
          remedy: "convert the model with numeric inputs", position: place)
      }
      // The first dimension counts rows, of which the program has one.
      var shape: [Int] = []
      for (axis, size) in port.shape.enumerated() {
        if axis == 0, port.shape.count > 1 || size == nil {
          shape.append(1)
        } else if let size {
          shape.append(size)
        } else {
          throw ModelError(
            .unsupported, cause: "its number of columns is not fixed",
            remedy: "convert the model with a fixed number of inputs", position: place)
        }
      }
      let value = try program.allocate(port.name, type: type, shape: shape)
      values.append(value)
      for column in 0..<value.count {
        // A name for each input, or one for all columns of it, which names none.
        names.append(
          ModelInput(name: value.count == 1 && graph.inputs.count > 1 ? port.name : nil))
        guard column < 1 << 20 else {
          throw ModelError(.tooLarge, cause: "it has over a million columns", position: place)
        }
      }
    }
    guard !names.isEmpty else {
      throw ModelError(.damaged, cause: "the graph has no inputs", position: "GraphProto")
    }
    return (names, values)
  }
}
