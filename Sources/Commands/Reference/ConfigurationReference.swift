import Daemon
import Handlers
import Settings

/// The configuration reference, from the declarations by which the configuration is checked.
enum ConfigurationReference {
  static let valueForms = """
    Durations are written in quotes as TICKscript writes them (`"200us"`, `"10s"`, `"1h30m"`), sizes as bytes or in
    quotes (`"64MiB"`), permission bits in quotes (`"0660"`). Names of UDFs, models and options are letters, digits
    and `_`, not a digit first.
    """

  static let longForm = """
    Where the handler has its options declared by the configuration, `threshold = 0.15` under `[udf.NAME.options]`
    declares one of the literal's type with that default: `1` an INT, `1.0` a DOUBLE, `"x"` a STRING, `true` a BOOL.
    The long form is a table, `threshold = { type = "double", default = 1, min = 0 }`:
    """

  static func markdown(_ registry: HandlerRegistry) -> String {
    var text = """
      # Configuration reference

      <!-- Written by `udfd reference`; a test holds it against the code. Do not edit. -->

      udfd reads one TOML file, `/etc/udfd/udfd.toml` unless `--config` names another. Unknown keys are
      errors. [precedence-and-reload.md](precedence-and-reload.md) says what comes before the file and what a
      reload changes; `udfd check` says whether a file would be taken.

      \(valueForms)

      """
    for section in ConfigurationSections.all { text += chapter(section) }
    text += """

      ## Options of a UDF, the long form

      \(longForm)


      """
    text += table(DeclaredOptions.longForm)
    text +=
      "\n## Handlers\n\nWhat `handler = \"...\"` can name, and the keys that each adds to `[udf.NAME]`.\n"
    for entry in registry.entries.sorted(by: { $0.name < $1.name }) {
      text += "\n### `handler = \"\(entry.name)\"`\n\n\(sentence(entry.summary))\n\n"
      text += table(entry.keys)
      guard !entry.options.isEmpty else { continue }
      text += "\nIts options, as a TICKscript sets them; `[udf.NAME.options]` changes defaults:\n\n"
      text += "```js\n"
      for line in CheckReport.calls(of: entry.options) { text += line + "\n" }
      text += "```\n"
    }
    return text
  }

  private static func chapter(_ section: SettingSection) -> String {
    "\n## `\(section.header)`\n\n\(section.summary)\n\n" + table(section.keys)
  }

  private static func table(_ keys: [KeyDeclaration]) -> String {
    guard !keys.isEmpty else { return "No keys of its own.\n" }
    var text = "| key | value | default | |\n| --- | --- | --- | --- |\n"
    for key in keys {
      text += "| `\(key.name)` | \(cell(type(of: key))) | \(cell(defaultText(of: key))) | "
      text += "\(cell(sentence(key.summary)))"
      if let variable = key.environment { text += " Environment: `\(variable)`." }
      text += " |\n"
    }
    return text
  }

  static func type(of key: KeyDeclaration) -> String {
    var text = key.type.description
    if let minimum = key.minimum { text += ", at least \(minimum)" }
    if let maximum = key.maximum { text += ", at most \(maximum)" }
    return text
  }

  static func defaultText(of key: KeyDeclaration) -> String {
    if key.isRequired { return "required" }
    if let text = key.defaultText { return text }
    return key.defaultValue.map { "`\($0)`" } ?? "none"
  }

  static func sentence(_ text: String) -> String {
    guard let first = text.first else { return "" }
    let ended = text.last == "." || text.last == "`" ? text : text + "."
    return first.uppercased() + ended.dropFirst()
  }

  /// A bar would end the cell.
  private static func cell(_ text: String) -> String { text.replacing("|", with: "\\|") }
}
