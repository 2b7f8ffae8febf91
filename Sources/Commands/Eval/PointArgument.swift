import Lambda

/// A point given on the command line: `--field`, `--tag`, `--time`.
struct PointArgument {
  var fields: [String: LambdaValue] = [:]
  var tags: [String: String] = [:]
  var timeNanoseconds: Int64 = 0

  init(_ arguments: Arguments) throws(UsageError) {
    for text in arguments.strings("field") {
      let (name, value) = try Self.field(text, flag: "field")
      fields[name] = value
    }
    for text in arguments.strings("tag") {
      let (name, value) = try Self.split(text, flag: "tag")
      tags[name] = Self.unquoted(value) ?? value
    }
    guard let time = arguments.string("time") else { return }
    guard let nanoseconds = Int64(time) else {
      throw UsageError("--time: expected nanoseconds since 1970, found \"\(time)\"")
    }
    timeNanoseconds = nanoseconds
  }

  private static func split(
    _ text: String, flag: String
  ) throws(UsageError) -> (name: String, value: String) {
    guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
      throw UsageError("--\(flag): expected NAME=VALUE, found \"\(text)\"")
    }
    return (String(text[..<equals]), String(text[text.index(after: equals)...]))
  }

  /// `power=1.5`, `count=5i`, `host="a"`, `on=true`: values as InfluxDB's line protocol writes them.
  static func field(
    _ text: String, flag: String
  ) throws(UsageError) -> (name: String, value: LambdaValue) {
    let (name, value) = try split(text, flag: flag)
    return (name, try self.value(value, of: "--\(flag) \(name)"))
  }

  static func value(_ text: String, of what: String) throws(UsageError) -> LambdaValue {
    if let quoted = unquoted(text) { return .string(quoted) }
    switch text {
    case "true", "TRUE", "True": return .bool(true)
    case "false", "FALSE", "False": return .bool(false)
    default: break
    }
    if text.hasSuffix("i"), let value = Int64(text.dropLast()) { return .int(value) }
    if let value = Double(text), text.utf8.first.map({ $0 < 0x3A }) ?? false {
      return .float(value)
    }
    switch text {
    case "NaN": return .float(.nan)
    case "+Inf", "Inf": return .float(.infinity)
    case "-Inf": return .float(-.infinity)
    default:
      throw UsageError(
        "\(what): expected 1.5, 5i, \"text\" in quotes, true or false, found \"\(text)\"")
    }
  }

  private static func unquoted(_ text: String) -> String? {
    guard text.utf8.count >= 2, let quote = text.first, quote == "\"" || quote == "'",
      text.last == quote
    else { return nil }
    var result = ""
    var isEscaped = false
    for character in text.dropFirst().dropLast() {
      if !isEscaped, character == "\\" {
        isEscaped = true
        continue
      }
      if isEscaped, character != quote, character != "\\" { result.append("\\") }
      result.append(character)
      isEscaped = false
    }
    return isEscaped ? result + "\\" : result
  }
}
