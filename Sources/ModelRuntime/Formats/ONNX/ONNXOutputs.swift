import PlainText

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
        guard ONNXOutputNames.labels.contains(port.name) else { return nil }
        return program.value(named: port.name)?.classes
      }.first
    for port in graph.outputs {
      guard let value = program.value(named: port.name) else {
        throw ModelError(
          .damaged, cause: "the output \(OneLine.quoting(port.name)) is made nowhere",
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

  private mutating func append(
    _ name: String, _ value: ONNXValue, labelClasses: [ClassLabel]?, outputs: Int
  ) {
    let isLabel =
      value.count == 1
      && (ONNXOutputNames.labels.contains(name) || value.type == .string)
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
    if ONNXOutputNames.probabilities.contains(name), let classes, classes.count == value.count {
      for label in classes { declare(ModelOutput(name: "probability(\(label))")) }
      return
    }
    let names = ONNXOutputNames.names(of: name, columns: value.count, isOnly: outputs == 1)
    for name in names { declare(ModelOutput(name: name)) }
  }

  private mutating func declare(_ output: ModelOutput) {
    ONNXOutputNames.declare(output, in: &declared)
  }

  private static func numbers(_ classes: [ClassLabel]) -> [Double] {
    classes.enumerated().map { index, label in
      if case .integer(let value) = label { return Double(value) }
      return Double(index)
    }
  }
}
