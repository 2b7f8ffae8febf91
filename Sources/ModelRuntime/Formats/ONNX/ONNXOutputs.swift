/// The outputs of a graph under the names that udfd gives them.
struct ONNXOutputs {
  /// Numbers of one value that become columns.
  struct Part {
    var value: ONNXValue
    /// Of a label whose numbers are the classes' own: where each class stands.
    var classNumbers: [Double]?
    var isLabel: Bool
  }

  private(set) var declared: [ModelOutput] = []
  private(set) var parts: [Part] = []

  init(_ graph: ONNXGraph, _ program: ONNXProgram) throws(ModelError) {
    let labelClasses = graph.outputs.lazy
      .compactMap { port -> [ClassLabel]? in
        guard ONNXOutputs.labelNames.contains(port.name) else { return nil }
        return program.value(named: port.name)?.classes
      }.first
    for port in graph.outputs {
      guard let value = program.value(named: port.name) else {
        throw ModelError(
          .damaged, cause: "the output \(OneLine.quote(port.name)) is made nowhere",
          remedy: "save the model again", position: "GraphProto")
      }
      guard declared.count + value.count <= 4096 else {
        throw ModelError(.tooLarge, cause: "the graph answers over 4,096 numbers for a row")
      }
      append(port.name, value, labelClasses: labelClasses, outputs: graph.outputs.count)
    }
    guard !declared.isEmpty else {
      throw ModelError(.damaged, cause: "the graph has no outputs", position: "GraphProto")
    }
  }

  private static let labelNames: Set<String> = ["label", "output_label", "labels"]
  private static let probabilityNames: Set<String> = [
    "probabilities", "output_probability", "probability_tensor", "probability",
  ]
  private static let predictionNames: Set<String> = [
    "variable", "predictions", "prediction", "output", "estimator",
  ]

  private mutating func append(
    _ name: String, _ value: ONNXValue, labelClasses: [ClassLabel]?, outputs: Int
  ) {
    let isLabel =
      value.count == 1
      && (ONNXOutputs.labelNames.contains(name) || value.type == .string)
    if isLabel, let classes = value.classes {
      declare(ModelOutput(name: "label", kind: .label(classes: classes)))
      parts.append(
        Part(
          value: value, classNumbers: value.type == .string ? nil : ONNXOutputs.numbers(classes),
          isLabel: true))
      return
    }
    parts.append(Part(value: value, classNumbers: nil, isLabel: false))
    if isLabel {
      declare(ModelOutput(name: "label"))
      return
    }
    let classes = value.classes ?? labelClasses
    if ONNXOutputs.probabilityNames.contains(name), let classes, classes.count == value.count {
      for label in classes { declare(ModelOutput(name: "probability(\(label))")) }
      return
    }
    let base = ONNXOutputs.predictionNames.contains(name) ? "prediction" : name
    if value.count == 1 {
      declare(ModelOutput(name: base))
    } else {
      for index in 0..<value.count { declare(ModelOutput(name: "\(base)(\(index))")) }
    }
  }

  /// Names are unique, whatever the graph calls its outputs.
  private mutating func declare(_ output: ModelOutput) {
    var output = output
    while declared.contains(where: { $0.name == output.name }) { output.name += "'" }
    declared.append(output)
  }

  private static func numbers(_ classes: [ClassLabel]) -> [Double] {
    classes.enumerated().map { index, label in
      if case .integer(let value) = label { return Double(value) }
      return Double(index)
    }
  }
}
