import Daemon
import KapacitorUDF
import ModelRuntime
import Settings
import UDFWire

/// What `udfd check` prints of a configuration that holds.
enum CheckReport {
  static func text(_ checked: CheckedConfiguration) -> String {
    let configuration = checked.configuration
    var text = "\(configuration.file): \(count(checked.catalog.entries.count, "UDF")), "
    text += "\(count(configuration.models.count, "model"))\n"
    for entry in checked.catalog.entries { text += "\n" + signature(entry) }
    if !configuration.models.isEmpty { text += "\n" }
    for section in configuration.models {
      guard let model = checked.model(named: section.name) else { continue }
      text += "model \(section.name): \(describe(model))\n"
    }
    if configuration.udfs.isEmpty {
      text += "no UDF is configured; add [udf.NAME] with a handler\n"
    }
    return text
  }

  /// A UDF as a TICKscript writes it.
  static func signature(_ entry: UDFCatalog.Entry) -> String {
    let info = entry.definition.info
    var text = "\(entry.section.name): handler \(entry.section.handler), "
    text += "\(info.wants) -> \(info.provides), \(entry.section.socketPath)\n"
    text += "  @\(entry.section.name)()\n"
    for line in calls(of: info.options) { text += "    \(line)\n" }
    return text
  }

  /// A line for each option, as a TICKscript sets it.
  static func calls(of options: [OptionDeclaration]) -> [String] {
    let calls = options.map(call)
    let width = min(36, calls.map(\.count).max() ?? 0)
    return zip(options, calls).map { option, call in
      let padding = String(repeating: " ", count: max(0, width - call.count))
      return "\(call)\(padding)  // \(comment(option))"
    }
  }

  static func call(_ option: OptionDeclaration) -> String {
    ".\(option.name)(\(arguments(of: option)))"
  }

  private static func arguments(of option: OptionDeclaration) -> String {
    if let values = option.defaultValues, !values.isEmpty {
      return values.map(literal).joined(separator: ", ")
    }
    return option.types.map { example($0, of: option) }.joined(separator: ", ")
  }

  static func comment(_ option: OptionDeclaration) -> String {
    var parts = [option.types.map(\.text).joined(separator: ", ")]
    if option.isList { parts[0] += " ..., may be repeated" }
    parts.append(
      option.isRequired ? "required" : option.defaultValues == nil ? "optional" : "default shown")
    if let minimum = option.minimum { parts.append("at least \(literal(minimum))") }
    if let maximum = option.maximum { parts.append("at most \(literal(maximum))") }
    if !option.choices.isEmpty {
      parts.append("one of " + option.choices.map { "'\($0)'" }.joined(separator: " "))
    }
    if !option.summary.isEmpty { parts.append(option.summary) }
    return parts.joined(separator: "; ")
  }

  /// TICKscript knows no exponents: a float is digits, a point and digits.
  private static func literal(_ value: OptionValue) -> String {
    guard case .double(let number) = value else { return value.text }
    let text = "\(number)"
    guard text.contains("e"), number.isFinite else { return text }
    return DecimalText.plain(number)
  }

  /// A value that the option takes, for who copies the call.
  private static func example(_ type: ValueType, of option: OptionDeclaration) -> String {
    if type == .string, let choice = option.choices.first { return "'\(choice)'" }
    if let bound = option.minimum ?? option.maximum, bound.type == type { return literal(bound) }
    return switch type {
    case .bool: "TRUE"
    case .int: "1"
    case .double: "1.0"
    case .string: "'...'"
    case .duration: "10s"
    }
  }

  private static func describe(_ model: Model) -> String {
    let metadata = model.metadata
    let version = metadata.libraryVersion.map { " \($0)" } ?? ""
    let inputs = model.inputs.map { $0.name ?? "(unnamed)" }.joined(separator: ", ")
    let outputs = model.outputs.map(\.name).joined(separator: ", ")
    return
      "\(metadata.kind) (\(metadata.library)\(version), \(metadata.format)); inputs: \(inputs); "
      + "outputs: \(outputs)"
  }

  private static func count(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }
}
