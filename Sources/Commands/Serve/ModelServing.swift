import Glibc
import ModelRuntime
import PlainText
import Settings

/// `udfd serve --model FILE`: the configuration that serves one model, written from flags.
struct ModelServing {
  static let flags: [Flag] = [
    .option("model", short: "m", "FILE", "serve this model alone, without a configuration file"),
    .option("socket", "PATH", "with --model: the socket (default: NAME.sock in this directory)"),
    .option("name", "NAME", "with --model: the UDF's name (default: the file's)"),
    .option(
      "input", "NAME[=EXPRESSION]", repeats: true,
      "with --model: the model's inputs in order, where the file names none; with =, an input that "
        + "is not simply a field"),
    .option(
      "set", "FIELD=EXPRESSION", repeats: true,
      "with --model: a field to write (default: the model's answers under their names)"),
    .option("when", "CONDITION", "with --model: only for points for which this holds"),
  ]

  let name: String
  /// The configuration, as TOML.
  let text: String

  init(_ arguments: Arguments, model path: String) throws {
    let file = Self.absolute(path)
    let model = try ModelLoader.load(path: file)
    name = arguments.string("name") ?? Self.name(of: path)
    let socket = Self.absolute(arguments.string("socket") ?? "\(name).sock")
    let directory = socket.split(separator: "/").dropLast().joined(separator: "/")
    var columns: [String] = []
    var expressions: [(String, String)] = []
    for input in arguments.strings("input") {
      if let (field, expression) = Self.split(input) {
        expressions.append((field, expression))
        if !model.namesItsInputs { columns.append(field) }
      } else {
        columns.append(input)
      }
    }
    guard model.namesItsInputs || columns.count == model.inputs.count else {
      throw UsageError(
        "the model reads \(model.inputs.count) inputs and names none: give --input NAME for each, "
          + "in the order of training (\(columns.count) given)")
    }
    var sets: [(String, String)] = []
    for set in arguments.strings("set") {
      guard let pair = Self.split(set) else {
        throw UsageError("--set: expected FIELD=EXPRESSION, found \"\(set)\"")
      }
      sets.append(pair)
    }
    if sets.isEmpty { sets = Self.answers(of: model) }
    text = Self.toml(
      [
        (
          "daemon",
          [("socket_directory", "/\(directory)"), ("control_socket", socket + ".control")]
        ),
        ("models.model", [("path", file)]),
      ], columns, name, socket, arguments.string("when"), expressions, sets)
  }

  private static func toml(
    _ sections: [(String, [(String, String)])], _ columns: [String], _ name: String,
    _ socket: String, _ when: String?, _ inputs: [(String, String)], _ sets: [(String, String)]
  ) -> String {
    var text = ""
    for (section, keys) in sections {
      text += "[\(section)]\n"
      for (key, value) in keys { text += "\(key) = \(quoted(value))\n" }
    }
    if !columns.isEmpty {
      text += "inputs = [\(columns.map(quoted).joined(separator: ", "))]\n"
    }
    text += "[udf.\(name)]\nhandler = \"score\"\nmodel = \"model\"\nsocket = \(quoted(socket))\n"
    if let when { text += "when = \(quoted(when))\n" }
    for (table, entries) in [("inputs", inputs), ("set", sets)] where !entries.isEmpty {
      text += "[udf.\(name).\(table)]\n"
      for (key, value) in entries { text += "\(quoted(key)) = \(quoted(value))\n" }
    }
    return text
  }

  private static func quoted(_ text: String) -> String { QuotedText.of(text) }

  private static func split(_ text: String) -> (String, String)? {
    guard let equals = text.firstIndex(of: "="), equals != text.startIndex else { return nil }
    return (String(text[..<equals]), String(text[text.index(after: equals)...]))
  }

  /// The answers that have a plain name; those by class are left to --set.
  private static func answers(of model: Model) -> [(String, String)] {
    model.outputs.map(\.name).filter { !$0.contains("(") }.map { ($0, $0) }
  }

  private static func absolute(_ path: String) -> String {
    if path.hasPrefix("/") { return path }
    guard let directory = getcwd(nil, 0) else { return path }
    defer { free(directory) }
    return "\(String(cString: directory))/\(path)"
  }

  /// The file's name without its extension, made of letters, digits and `_`.
  private static func name(of path: String) -> String {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    let stem = file.split(separator: ".").first.map(String.init) ?? file
    let name = String(
      stem.unicodeScalars.map { scalar in
        let isPlain =
          scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
        return isPlain ? Character(scalar) : "_"
      })
    return name.first.map { $0.isNumber } ?? true ? "model_" + name : name
  }
}
