import KapacitorPeer
import UDFWire

/// What the command line says of the files and of Kapacitor's part.
struct ReplayPlan {
  enum Format: String, CaseIterable {
    case csv
    case line
  }

  let inputPath: String
  let outputPath: String
  private let format: Format
  private let outputFormat: Format
  private let csv: CSVFormat
  private let timeFormat: TimeFormat?

  init(_ arguments: Arguments) throws {
    inputPath = arguments.operands[0]
    outputPath = arguments.string("output") ?? "-"
    format = try Self.format(arguments, "format") ?? Self.format(of: inputPath) ?? .csv
    outputFormat =
      try Self.format(arguments, "output-format") ?? Self.format(of: outputPath) ?? format
    let formats = TimeFormat.allCases.map(\.rawValue)
    timeFormat = try arguments.choice("time-format", among: formats)
      .flatMap(TimeFormat.init(rawValue:))
    csv = try Self.csvFormat(arguments, inputPath, timeFormat)
  }

  func makeReader() throws -> any SampleReader {
    switch format {
    case .csv: try CSVReader(path: inputPath, format: csv)
    case .line:
      try LineProtocolReader(
        path: inputPath, precision: timeFormat ?? .nanoseconds,
        generatedTimes: csv.generatedTimes)
    }
  }

  /// Reads the answers of an earlier run over the same input.
  func makeReader(ofAnswers path: String) throws -> any SampleReader {
    switch Self.format(of: path) ?? .csv {
    case .csv:
      var format = csv
      // As `udfd replay` writes it.
      format.timeColumn = nil
      return try CSVReader(path: path, format: format)
    case .line:
      return try LineProtocolReader(path: path)
    }
  }

  /// nil: nobody wants the answers.
  ///
  /// - Parameter other: what each answer is held against.
  func makeWriter(
    against other: sending (any SampleReader)?, _ arguments: Arguments, _ result: ComparisonResult
  ) throws -> sending (any SampleWriter)? {
    let isWanted =
      arguments.isSet("output") || !(arguments.isSet("against") || arguments.isSet("report"))
    guard let other else { return isWanted ? try makeWriter() : nil }
    let tolerance = try arguments.number("tolerance") ?? 0
    guard tolerance >= 0 else { throw UsageError("--tolerance: expected a number of at least 0") }
    return ComparingWriter(
      against: other, tolerance: tolerance, keeping: 5,
      passingOnTo: isWanted ? try makeWriter() : nil, result: result)
  }

  private func makeWriter() throws -> sending (any SampleWriter)? {
    // Not a file that could be written anew when a column turns up late.
    guard outputPath != "/dev/null" else { return nil }
    switch outputFormat {
    case .csv: return try CSVWriter(path: outputPath, timeFormat: timeFormat ?? .rfc3339)
    case .line: return try LineProtocolWriter(path: outputPath)
    }
  }

  func settings(for info: InfoResponse, _ arguments: Arguments) throws -> ReplaySettings {
    var settings = ReplaySettings()
    settings.options = try OptionText.parse(arguments.strings("option"), for: info)
    settings.connections = try arguments.integer("connections", in: 1...1_000) ?? 1
    if let rate = try arguments.number("rate") {
      guard rate > 0 else { throw UsageError("--rate: expected points a second, more than 0") }
      settings.rate = rate
    }
    if let batch = try arguments.integer("batch", in: 1...1_000_000) {
      guard info.wants == .batch else {
        throw UsageError("--batch: this UDF wants a stream; leave it out")
      }
      settings.batch = batch
    }
    if let names = arguments.list("group-by") {
      settings.grouping = .tags(names)
    }
    let write = try arguments.choice("write", among: WriteMode.allCases.map(\.rawValue))
    // Between two threads of one process the way of writing shows nothing, it only takes time.
    let usual = arguments.isSet("udf") ? WriteMode.bulk : .kapacitor
    settings.task.writeMode = write.flatMap(WriteMode.init(rawValue:)) ?? usual
    settings.task.taskID = "replay"
    return settings
  }

  private static func csvFormat(
    _ arguments: Arguments, _ path: String, _ timeFormat: TimeFormat?
  ) throws -> CSVFormat {
    var csv = CSVFormat(measurement: arguments.string("measurement") ?? stem(of: path))
    csv.timeColumn = arguments.string("time")
    csv.timeFormat = timeFormat
    csv.tags = arguments.list("tags") ?? []
    csv.ignored = arguments.list("ignore") ?? []
    for text in arguments.strings("type") {
      let parts = text.split(separator: "=", maxSplits: 1)
      guard parts.count == 2, let type = ColumnType(rawValue: String(parts[1])) else {
        throw UsageError("--type \(text): expected COLUMN=int, float, bool or string")
      }
      csv.types[String(parts[0])] = type
    }
    if let text = arguments.string("start") {
      guard let start = (timeFormat ?? .rfc3339).parse(Substring(text)) else {
        throw UsageError("--start: expected a time such as 2024-01-31T12:00:00Z, found \"\(text)\"")
      }
      csv.generatedTimes.startNanoseconds = start
    }
    if let step = try arguments.duration("step") { csv.generatedTimes.stepNanoseconds = step }
    return csv
  }

  private static func format(_ arguments: Arguments, _ flag: String) throws -> Format? {
    try arguments.choice(flag, among: Format.allCases.map(\.rawValue))
      .flatMap(Format.init(rawValue:))
  }

  /// What a file's name says of its content.
  private static func format(of path: String) -> Format? {
    switch path.split(separator: ".").last {
    case "csv": .csv
    case "lp", "line", "influx": .line
    default: nil
    }
  }

  private static func stem(of path: String) -> String {
    let name = path.split(separator: "/").last ?? "replay"
    let stem = name.split(separator: ".").first ?? name
    return path == "-" ? "replay" : String(stem)
  }
}
