import ModelRuntime
import PlainText

/// A loaded model in words, for people and for programs.
enum ModelDescription {
  /// Names in one line; a model of thousands of inputs is cut short.
  private static let shownNames = 12

  static func text(_ model: Model, path: String) -> String {
    let metadata = model.metadata
    let rows = [
      ("file", "\(path) (\(bytes(metadata.fileBytes)))"),
      ("format", metadata.format),
      (
        "library",
        [metadata.library, metadata.libraryVersion].compactMap(\.self).joined(separator: " ")
      ),
      ("kind", metadata.kind),
      ("engine", metadata.engine),
      ("kernel", metadata.kernel),
      ("inputs", inputs(model)),
      ("outputs", outputs(model)),
      ("memory", bytes(metadata.memoryBytes)),
      ("load time", milliseconds(metadata.loadDuration)),
      ("sha256", metadata.digest),
    ]
    return rows.map { name, value in
      name + String(repeating: " ", count: 11 - name.count) + value + "\n"
    }.joined()
  }

  static func json(_ model: Model, path: String) -> String {
    let metadata = model.metadata
    let document: JSONValue = [
      "path": .string(path),
      "format": .string(metadata.format),
      "library": .string(metadata.library),
      "library_version": metadata.libraryVersion.map { .string($0) } ?? .null,
      "kind": .string(metadata.kind),
      "engine": .string(metadata.engine),
      "kernel": .string(metadata.kernel),
      "inputs": .list(model.inputs.map { $0.name.map { .string($0) } ?? .null }),
      "input_kinds": .list(
        model.inputs.map { $0.kind == .category ? "category" : "number" }),
      "outputs": .list(model.outputs.map(json)),
      "file_bytes": .integer(Int64(metadata.fileBytes)),
      "memory_bytes": .integer(Int64(metadata.memoryBytes)),
      "load_seconds": .number(seconds(metadata.loadDuration)),
      "sha256": .string(metadata.digest),
    ]
    return document.text
  }

  private static func json(_ output: ModelOutput) -> JSONValue {
    guard case .label(let classes) = output.kind else {
      return ["name": .string(output.name), "kind": "number"]
    }
    return [
      "name": .string(output.name), "kind": "label", "classes": .list(classes.map(json)),
    ]
  }

  private static func json(_ label: ClassLabel) -> JSONValue {
    switch label {
    case .integer(let value): .integer(value)
    case .string(let value): .string(value)
    case .boolean(let value): .boolean(value)
    case .number(let value): .number(value)
    }
  }

  private static func inputs(_ model: Model) -> String {
    let count = model.inputs.count
    let names = model.inputs.compactMap(\.name)
    let categories = model.inputs.indices.filter { model.inputs[$0].kind == .category }
    let text =
      names.isEmpty
      ? "\(count), by position (the file names none)" : "\(count): \(list(names))"
    guard !categories.isEmpty else { return text }
    return text + "; categories: "
      + list(categories.map { model.inputs[$0].name ?? "\($0 + 1)" })
  }

  private static func outputs(_ model: Model) -> String {
    var text = list(model.outputs.map(\.name))
    for output in model.outputs {
      if case .label(let classes) = output.kind {
        text += "; \(output.name) is one of \(list(classes.map(\.description)))"
      }
    }
    return text
  }

  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(shownNames).joined(separator: ", ")
    return names.count > shownNames ? "\(shown), ... (\(names.count) in all)" : shown
  }

  private static func bytes(_ count: Int) -> String {
    if count < 10_000 { return "\(count) bytes" }
    if count < 10_000_000 { return "\(tenths(Double(count) / 1_000)) kB" }
    return "\(tenths(Double(count) / 1_000_000)) MB"
  }

  private static func milliseconds(_ duration: Duration) -> String {
    "\(tenths(seconds(duration) * 1_000)) ms"
  }

  private static func tenths(_ value: Double) -> String {
    let scaled = Int((value * 10).rounded())
    return "\(scaled / 10).\(scaled % 10)"
  }

  private static func seconds(_ duration: Duration) -> Double {
    let (seconds, attoseconds) = duration.components
    return Double(seconds) + Double(attoseconds) * 1e-18
  }
}
