import PlainText
import Settings

/// A command's flags and operands, parsed by its manual.
///
/// `--name value`, `--name=value`, `-n value`, switches, `--` before operands that begin with a dash.
public struct Arguments: Sendable {
  private let values: [String: [String]]
  public let operands: [String]

  public init(parsing arguments: [String], by manual: CommandManual) throws(UsageError) {
    var values: [String: [String]] = [:]
    var operands: [String] = []
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      if argument == "--" {
        operands += rest
        break
      }
      guard argument.hasPrefix("-"), argument.count > 1, Double(argument) == nil else {
        operands.append(argument)
        continue
      }
      let (flag, attached) = try Arguments.flag(argument, of: manual)
      var value = ""
      if let placeholder = flag.value {
        guard let given = attached ?? rest.popFirst() else {
          throw UsageError("--\(flag.name) needs a value: --\(flag.name) \(placeholder)")
        }
        value = given
      } else if attached != nil {
        throw UsageError("--\(flag.name) takes no value")
      }
      if values[flag.name] != nil, !flag.repeats {
        throw UsageError("--\(flag.name) is given twice")
      }
      values[flag.name, default: []].append(value)
    }
    self.values = values
    self.operands = operands
    if operands.count < manual.operandCount.lowerBound {
      throw UsageError("\(manual.operands) is missing")
    }
    if operands.count > manual.operandCount.upperBound {
      let first = operands[manual.operandCount.upperBound]
      throw UsageError("unexpected argument \(QuotedText.of(first))")
    }
  }

  public func isSet(_ flag: String) -> Bool { values[flag] != nil }

  public func string(_ flag: String) -> String? { values[flag]?.last }

  /// Every value of a flag that repeats, in order.
  public func strings(_ flag: String) -> [String] { values[flag] ?? [] }

  /// The parts of a value that commas part; nil where the flag is not set.
  public func list(_ flag: String) -> [String]? {
    string(flag)?.split(separator: ",").map(String.init)
  }

  public func integer(
    _ flag: String, in range: ClosedRange<Int> = 0...Int.max
  ) throws(UsageError) -> Int? {
    guard let text = string(flag) else { return nil }
    guard let value = Int(text), range.contains(value) else {
      let bounds =
        range.upperBound == .max
        ? "of at least \(range.lowerBound)" : "from \(range.lowerBound) to \(range.upperBound)"
      throw UsageError("--\(flag): expected an integer \(bounds), found \"\(text)\"")
    }
    return value
  }

  public func number(_ flag: String) throws(UsageError) -> Double? {
    guard let text = string(flag) else { return nil }
    guard let value = Double(text), value.isFinite else {
      throw UsageError("--\(flag): expected a number, found \"\(text)\"")
    }
    return value
  }

  /// Nanoseconds of a duration such as `10s`.
  public func duration(_ flag: String) throws(UsageError) -> Int64? {
    guard let text = string(flag) else { return nil }
    guard let value = DurationText.nanoseconds(text), value >= 0 else {
      throw UsageError("--\(flag): expected a duration such as 10s, found \"\(text)\"")
    }
    return value
  }

  /// The word given, which is one of `words`.
  public func choice(_ flag: String, among words: [String]) throws(UsageError) -> String? {
    guard let text = string(flag) else { return nil }
    guard words.contains(text) else {
      let nearest = NearestName.of(text, among: words).map { "; did you mean \"\($0)\"?" }
      throw UsageError(
        "--\(flag): expected one of \(words.joined(separator: ", ")), found \"\(text)\""
          + (nearest ?? ""))
    }
    return text
  }

  private static func flag(
    _ argument: String, of manual: CommandManual
  ) throws(UsageError) -> (Flag, attached: String?) {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let attached = parts.count > 1 ? String(parts[1]) : nil
    let written = String(parts[0])
    if written.hasPrefix("--") {
      let name = String(written.dropFirst(2))
      if let flag = manual.flags.first(where: { $0.name == name }) { return (flag, attached) }
    } else if written.count == 2,
      let flag = manual.flags.first(where: { $0.short == written.last })
    {
      return (flag, attached)
    }
    let known = manual.flags.map(\.name)
    let name = String(written.drop { $0 == "-" })
    let remedy =
      NearestName.of(name, among: known).map { "did you mean --\($0)?" }
      ?? (known.isEmpty
        ? "it takes none"
        : "known here: " + known.map { "--\($0)" }.joined(separator: ", "))
    throw UsageError("there is no flag \(written); \(remedy)")
  }
}
