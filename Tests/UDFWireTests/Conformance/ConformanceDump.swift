import UDFWire

/// A decoded message as text, one fact a line, the same as scripts/conformance/dump.py writes it.
enum ConformanceDump {
  static func facts(_ request: Request) -> String {
    let lines: [String] =
      switch request {
      case .info: ["info"]
      case .initialize(let message): ["init"] + facts(message)
      case .keepalive(let message): ["keepalive", "time \(message.timeNanoseconds)"]
      case .snapshot: ["snapshot"]
      case .restore(let message): ["restore", "snapshot \(hex(message.snapshot))"]
      case .begin(let message): ["begin"] + facts(message)
      case .point(let message): ["point"] + facts(message)
      case .end(let message): ["end"] + facts(message)
      }
    return lines.joined(separator: "\n")
  }

  static func facts(_ response: Response) -> String {
    let lines: [String] =
      switch response {
      case .info(let message): ["info"] + facts(message)
      case .initialize(let message): ["init"] + facts(message.success, message.error)
      case .keepalive(let message): ["keepalive", "time \(message.timeNanoseconds)"]
      case .snapshot(let message): ["snapshot", "snapshot \(hex(message.snapshot))"]
      case .restore(let message): ["restore"] + facts(message.success, message.error)
      case .error(let message): ["error", "error \(hex(message.error))"]
      case .begin(let message): ["begin"] + facts(message)
      case .point(let message): ["point"] + facts(message)
      case .end(let message): ["end"] + facts(message)
      }
    return lines.joined(separator: "\n")
  }

  static func facts(_ point: Point) -> [String] {
    var lines = [
      "time \(point.timeNanoseconds)", "name \(hex(point.name))", "database \(hex(point.database))",
      "retentionPolicy \(hex(point.retentionPolicy))", "group \(hex(point.group))",
    ]
    lines += point.dimensions.map { "dimension \(hex($0))" }
    lines += facts(point.tags)
    lines += sorted(point.fields).map { "field \(hex($0.name)) \(text($0.value))" }
    return lines + ["byName \(point.byName ? 1 : 0)", "unknown \(hex(point.unknownFields))"]
  }

  private static func facts(_ message: InfoResponse) -> [String] {
    ["wants \(message.wants)", "provides \(message.provides)"]
      + sorted(message.options).map { name, info in
        "option \(hex(name)) " + info.valueTypes.map { "\($0)" }.joined(separator: " ")
      }
  }

  private static func facts(_ message: InitRequest) -> [String] {
    ["task \(hex(message.taskID))", "node \(hex(message.nodeID))"]
      + message.options.flatMap { option in
        ["option \(hex(option.name))"] + option.values.map { "value \(text($0))" }
      }
  }

  private static func facts(_ success: Bool, _ error: String) -> [String] {
    ["success \(success ? 1 : 0)", "error \(hex(error))"]
  }

  private static func facts(_ message: BeginBatch) -> [String] {
    ["name \(hex(message.name))", "group \(hex(message.group))", "size \(message.size)"]
      + facts(message.tags) + ["byName \(message.byName ? 1 : 0)"]
  }

  private static func facts(_ message: EndBatch) -> [String] {
    [
      "name \(hex(message.name))", "group \(hex(message.group))",
      "tmax \(message.maximumTimeNanoseconds)",
    ] + facts(message.tags) + ["byName \(message.byName ? 1 : 0)"]
  }

  private static func facts(_ tags: OrderedMap<String>) -> [String] {
    sorted(tags).map { "tag \(hex($0.name)) \(hex($0.value))" }
  }

  private static func sorted<Value>(_ map: OrderedMap<Value>) -> [(name: String, value: Value)] {
    map.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  private static func text(_ value: FieldValue) -> String {
    switch value {
    case .double(let value): "double \(bits(value))"
    case .int(let value): "int \(value)"
    case .string(let value): "string \(hex(value))"
    case .bool(let value): "bool \(value ? 1 : 0)"
    }
  }

  private static func text(_ value: OptionValue) -> String {
    switch value {
    case .bool(let value): "bool \(value ? 1 : 0)"
    case .int(let value): "int \(value)"
    case .double(let value): "double \(bits(value))"
    case .string(let value): "string \(hex(value))"
    case .duration(let nanoseconds): "duration \(nanoseconds)"
    }
  }

  private static func bits(_ value: Double) -> String {
    value.isNaN
      ? "nan" : hex((0..<8).map { UInt8(truncatingIfNeeded: value.bitPattern >> (56 - 8 * $0)) })
  }

  static func hex(_ text: String) -> String { hex(Array(text.utf8)) }

  static func hex(_ bytes: [UInt8]) -> String {
    if bytes.isEmpty { return "-" }
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
