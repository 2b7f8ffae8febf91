import UDFWire

/// Reads InfluxDB's line protocol: `measurement,tag=value field=1.5,other=2i 1700000000000000000`.
public final class LineProtocolReader: SampleReader {
  /// A line larger than this is a broken file (an unclosed string swallows all that follows).
  static let maximumLineBytes = 1 << 20

  private let source: ByteSource
  private let precision: TimeFormat
  private var generatedTimes: GeneratedTimes
  /// The line being read and, within it, the byte: both from 1, for errors.
  private var line = 1
  private var column = 0

  /// - Parameters:
  ///   - path: "-" is standard input.
  ///   - precision: what times are counted in.
  ///   - generatedTimes: what lines without a time get.
  public convenience init(
    path: String, precision: TimeFormat = .nanoseconds, generatedTimes: GeneratedTimes = .init()
  ) throws(DataError) {
    self.init(
      try ByteSource(path: path), precision: precision, generatedTimes: generatedTimes)
  }

  init(
    _ source: ByteSource, precision: TimeFormat = .nanoseconds,
    generatedTimes: GeneratedTimes = .init()
  ) {
    self.source = source
    self.precision = precision
    self.generatedTimes = generatedTimes
  }

  public var progress: (bytesRead: Int, size: Int?) { (source.bytesRead, source.size) }

  public func next() throws(DataError) -> Sample? {
    try skipBlankLinesAndComments()
    guard try source.peek() != nil else { return nil }
    var sample = Sample(measurement: "", timeNanoseconds: 0, tags: [], fields: [])
    sample.measurement = try name("a measurement", endingAt: [comma, space])
    var separator = try take()
    while separator == comma {
      sample.tags.append(try tag())
      separator = try take()
    }
    guard separator == space else { throw error("a space and fields are missing") }
    try skipSpaces()
    repeat {
      sample.fields.append(try field())
      separator = try take()
    } while separator == comma
    sample.timeNanoseconds = try time(after: separator)
    return sample
  }

  private func tag() throws(DataError) -> Sample.Tag {
    let key = try name("a tag's name", endingAt: [equals, comma, space])
    guard try take() == equals else {
      throw error("tag \"\(key)\" has no value", "write \(key)=value")
    }
    return Sample.Tag(
      name: key, value: try name("the value of tag \"\(key)\"", endingAt: [comma, space, equals]))
  }

  private func field() throws(DataError) -> Sample.Field {
    let key = try name("a field's name", endingAt: [equals, comma, space])
    guard try take() == equals else {
      throw error("field \"\(key)\" has no value", "write \(key)=1.5, 2i, true or \"text\"")
    }
    if try source.peek() == quote {
      _ = try take()
      return Sample.Field(name: key, value: .string(try quotedText()))
    }
    var bytes: [UInt8] = []
    while let byte = try source.peek(), byte != comma, byte != space, byte != newline,
      byte != carriageReturn
    {
      bytes.append(byte)
      _ = try take()
    }
    let text = String(decoding: bytes, as: UTF8.self)
    guard let value = Self.value(text) else {
      throw error(
        "\"\(text)\" is no value for field \"\(key)\"",
        "write a number, an integer as 2i, true, false or \"text\"")
    }
    return Sample.Field(name: key, value: value)
  }

  private static func value(_ text: String) -> FieldValue? {
    switch text {
    case "t", "T", "true", "True", "TRUE": return .bool(true)
    case "f", "F", "false", "False", "FALSE": return .bool(false)
    default: break
    }
    if text.hasSuffix("i") || text.hasSuffix("u") {
      // Kapacitor's fields have no unsigned type: what does not fit a signed one is an error.
      return Int64(text.dropLast()).map { .int($0) }
    }
    return ColumnType.float.value(text)
  }

  private func quotedText() throws(DataError) -> String {
    var bytes: [UInt8] = []
    while let byte = try take() {
      if byte == quote { return try valid(bytes, "a text") }
      if byte == newline { startLine() }
      if byte == backslash, let next = try source.peek(), next == quote || next == backslash {
        _ = try take()
        bytes.append(next)
      } else {
        bytes.append(byte)
      }
      try check(bytes)
    }
    throw error("a text is never closed", "close it with a quote")
  }

  /// Text up to, not with, one of the bytes given or the line's end; a backslash takes away their meaning.
  private func name(_ what: String, endingAt ends: [UInt8]) throws(DataError) -> String {
    var bytes: [UInt8] = []
    while let byte = try source.peek(), !ends.contains(byte), byte != newline,
      byte != carriageReturn
    {
      _ = try take()
      if byte == backslash, let next = try source.peek(),
        next == comma || next == space || next == equals
      {
        _ = try take()
        bytes.append(next)
      } else {
        bytes.append(byte)
      }
      try check(bytes)
    }
    guard !bytes.isEmpty else { throw error("\(what) is missing") }
    return try valid(bytes, what)
  }

  private func time(after separator: UInt8?) throws(DataError) -> Int64 {
    var last = separator
    if last == space {
      try skipSpaces()
      last = try source.peek()
      if last == nil || last == newline || last == carriageReturn {
        _ = try take()
      } else {
        return try writtenTime()
      }
    }
    try endLine(last)
    return generatedTimes.next()
  }

  private func writtenTime() throws(DataError) -> Int64 {
    var bytes: [UInt8] = []
    var last = try take()
    while let byte = last, byte != newline, byte != carriageReturn, byte != space, bytes.count < 40
    {
      bytes.append(byte)
      last = try take()
    }
    let text = String(decoding: bytes, as: UTF8.self)
    guard let time = precision.parse(Substring(text)) else {
      throw error("\"\(text)\" is not a time in \(precision.rawValue)", "times are whole numbers")
    }
    if last == space {
      try skipSpaces()
      last = try take()
    }
    try endLine(last)
    return time
  }

  /// - Parameter last: the byte just taken, which must end the line or the file.
  private func endLine(_ last: UInt8?) throws(DataError) {
    var last = last
    if last == carriageReturn { last = try take() }
    guard last == nil || last == newline else {
      throw error("something follows where the line should end")
    }
    startLine()
  }

  private func skipBlankLinesAndComments() throws(DataError) {
    while let byte = try source.peek() {
      switch byte {
      case newline:
        _ = try take()
        startLine()
      case space, carriageReturn: _ = try take()
      case UInt8(ascii: "#"):
        while let byte = try source.peek(), byte != newline { _ = try take() }
      default: return
      }
    }
  }

  private func skipSpaces() throws(DataError) {
    while try source.peek() == space { _ = try take() }
  }

  private func take() throws(DataError) -> UInt8? {
    column += 1
    return try source.next()
  }

  private func startLine() {
    line += 1
    column = 0
  }

  private func check(_ bytes: [UInt8]) throws(DataError) {
    if bytes.count > Self.maximumLineBytes {
      throw error("more than \(Self.maximumLineBytes) bytes", "is a quote missing?")
    }
  }

  private func valid(_ bytes: [UInt8], _ what: String) throws(DataError) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw error("\(what) is not valid UTF-8", "save the file as UTF-8")
    }
    return text
  }

  private func error(_ cause: String, _ remedy: String? = nil) -> DataError {
    DataError(
      source: source.name, line: line, column: String(max(column, 1)), cause: cause, remedy: remedy)
  }
}

private let comma = UInt8(ascii: ",")
private let space = UInt8(ascii: " ")
private let equals = UInt8(ascii: "=")
private let quote = UInt8(ascii: "\"")
private let backslash = UInt8(ascii: "\\")
private let newline = UInt8(ascii: "\n")
private let carriageReturn = UInt8(ascii: "\r")
