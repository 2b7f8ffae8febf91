import ModelRuntime

/// The loaders of models, each format by its own corpus: whatever bytes come, they are refused in
/// one line, or make a model that answers.
enum ModelFuzz {
  /// Memory that a model of a few kilobytes may ask its callers for.
  private static let maximumScratchBytes = 256 << 20

  static func run(_ bytes: [UInt8]) {
    let model: Model
    do { model = try ModelLoader.load(bytes) } catch {
      check(!error.description.contains("\n"), "an error has more than one line")
      return
    }
    check(model.scratchBytes <= maximumScratchBytes, "a small file asks for much memory")
    check(model.inputs.count <= 1 << 20, "a small file has very many inputs")
    guard model.inputs.count <= 4096, model.outputs.count <= 4096 else { return }
    var scratch = ModelScratch(for: model)
    let values = [Double.nan, 0, -0.0, .infinity, -.infinity, 1e300, 5e-7, 3]
    for row in 0..<values.count {
      for column in 0..<model.inputs.count {
        scratch.setInput(row: row, column: column, to: values[(row + column) % values.count])
      }
    }
    scratch.evaluate(model, count: values.count)
    let together = answers(model, scratch, rows: values.count)
    // A row alone is answered as among others.
    for column in 0..<model.inputs.count {
      scratch.setInput(row: 0, column: column, to: values[column % values.count])
    }
    scratch.evaluate(model, count: 1)
    let alone = answers(model, scratch, rows: 1)
    check(
      zip(alone, together).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN },
      "a row alone is answered in another way")
  }

  private static func check(_ holds: Bool, _ message: String) {
    if !holds { fatalError(message) }
  }

  private static func answers(
    _ model: Model, _ scratch: borrowing ModelScratch, rows: Int
  ) -> [Double] {
    var answers: [Double] = []
    for row in 0..<rows {
      for column in 0..<model.outputs.count {
        let value = scratch.output(row: row, column: column)
        answers.append(value)
        if case .label(let classes) = model.outputs[column].kind {
          check(
            value.isNaN || value >= 0 && value < Double(classes.count), "a label is no class")
        }
      }
    }
    return answers
  }
}
