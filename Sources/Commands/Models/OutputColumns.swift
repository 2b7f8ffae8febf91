import ModelRuntime
import PlainText
import Settings

/// Which outputs of a model are written, and how.
struct OutputColumns {
  private struct Column {
    var index: Int
    var name: String
    /// The classes that a label's number stands for, as written.
    var labels: [String]?
  }

  private let columns: [Column]

  init(of model: Model, chosen: [String]?) throws(UsageError) {
    let known = model.outputs.map(\.name)
    var columns: [Column] = []
    for name in chosen ?? known {
      guard let index = model.outputIndex(named: name) else {
        throw UsageError(
          "the model has no output \(QuotedText.of(name)); "
            + NearestName.suggestion(for: name, among: known))
      }
      var labels: [String]?
      if case .label(let classes) = model.outputs[index].kind {
        labels = classes.map { OutputColumns.cell($0.description) }
      }
      columns.append(Column(index: index, name: name, labels: labels))
    }
    self.columns = columns
  }

  var header: String {
    columns.map { OutputColumns.cell($0.name) }.joined(separator: ",")
  }

  func line(_ row: Int, _ scratch: borrowing ModelScratch) -> String {
    var line = ""
    for (place, column) in columns.enumerated() {
      if place > 0 { line += "," }
      let value = scratch.output(row: row, column: column.index)
      if let labels = column.labels, value >= 0, value < Double(labels.count) {
        line += labels[Int(value)]
      } else {
        // As short as it can be without losing a bit.
        line += value.description
      }
    }
    return line
  }

  /// Quoted where RFC 4180 asks for it.
  private static func cell(_ text: String) -> String {
    guard text.utf8.contains(where: { [0x2C, 0x22, 0x0A, 0x0D].contains($0) }) else { return text }
    return "\""
      + text.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }
}
