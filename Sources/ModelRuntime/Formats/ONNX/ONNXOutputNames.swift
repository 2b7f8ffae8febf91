/// How udfd calls what a graph's outputs are called by converters.
enum ONNXOutputNames {
  static let labels: Set<String> = ["label", "output_label", "labels"]
  static let probabilities: Set<String> = [
    "probabilities", "output_probability", "probability_tensor", "probability",
  ]
  private static let predictions: Set<String> = [
    "variable", "predictions", "prediction", "output", "estimator",
  ]

  /// Names for the columns of the output `port`: a graph's only one is its prediction, whatever a
  /// framework calls it; others keep their names.
  static func names(of port: String, columns: Int, isOnly: Bool) -> [String] {
    let base: String
    if labels.contains(port) {
      base = "label"
    } else if probabilities.contains(port) {
      base = "probability"
    } else {
      base = isOnly || predictions.contains(port) ? "prediction" : port
    }
    return columns == 1 ? [base] : (0..<columns).map { "\(base)(\($0))" }
  }

  /// Adds an output; names are unique, whatever the graph calls its own.
  static func declare(_ output: ModelOutput, in outputs: inout [ModelOutput]) {
    var output = output
    while outputs.contains(where: { $0.name == output.name }) { output.name += "'" }
    outputs.append(output)
  }
}
