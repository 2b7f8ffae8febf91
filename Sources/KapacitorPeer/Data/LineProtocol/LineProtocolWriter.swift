import UDFWire

/// Writes samples in InfluxDB's line protocol, times in nanoseconds.
public final class LineProtocolWriter: SampleWriter {
  private let sink: ByteSink
  /// Fields left out because line protocol has no way to write NaN and infinity.
  public private(set) var nonFiniteFields = 0

  /// - Parameter path: "-" is standard output.
  public init(path: String) throws(DataError) { sink = try ByteSink(path: path) }

  public func write(_ sample: Sample) throws(DataError) {
    var text = Self.escaped(sample.measurement, [",", " "])
    // InfluxDB has no empty tags: leaving one out says the same.
    for tag in sample.tags where !tag.value.isEmpty {
      try check(tag.name + tag.value)
      text += ",\(Self.escaped(tag.name, nameMarks))=\(Self.escaped(tag.value, nameMarks))"
    }
    var separator = " "
    for field in sample.fields {
      try check(field.name)
      guard let value = Self.text(field.value) else {
        nonFiniteFields += 1
        continue
      }
      text += "\(separator)\(Self.escaped(field.name, nameMarks))=\(value)"
      separator = ","
    }
    guard separator == "," else { return }
    try sink.write("\(text) \(sample.timeNanoseconds)\n")
  }

  public func finish() throws(DataError) { try sink.flush() }

  private static func text(_ value: FieldValue) -> String? {
    switch value {
    case .double(let value): value.isFinite ? "\(value)" : nil
    case .int(let value): "\(value)i"
    case .bool(let value): value ? "true" : "false"
    case .string(let value): "\"\(escaped(value, ["\\", "\""]))\""
    }
  }

  private func check(_ name: String) throws(DataError) {
    if name.utf8.contains(UInt8(ascii: "\n")) {
      throw DataError(
        source: sink.name, cause: "a tag or field name with a line break",
        remedy: "line protocol cannot write it: write CSV")
    }
  }

  private static func escaped(_ text: String, _ marks: Set<Character>) -> String {
    guard text.contains(where: marks.contains) else { return text }
    return text.reduce(into: "") { result, character in
      if marks.contains(character) { result.append("\\") }
      result.append(character)
    }
  }
}

private let nameMarks: Set<Character> = [",", "=", " "]
