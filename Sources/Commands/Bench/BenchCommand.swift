import Glibc
import KapacitorPeer
import UDFWire

/// `udfd bench`: how fast a UDF is, ours or another's.
enum BenchCommand: Command {
  static let manual = CommandManual(
    name: "bench", summary: "measure throughput and latency of a UDF socket",
    flags: [
      .option("socket", short: "s", "PATH", "the UDF's socket"),
      .option(
        "mode", "MODE", "throughput, latency (one point at a time), paced, or both (default)"
      ).among("throughput", "latency", "paced", "both"),
      .option("connections", short: "n", "N", "tasks that use the UDF at once (default: 1)"),
      .option("points", "N", "points for each connection"),
      .option("duration", "TIME", "how long each measurement takes (default: 3s)"),
      .option("write", "HOW", "bulk (default) or kapacitor: two writes for each point")
        .among("bulk", "kapacitor"),
      .option("point-bytes", "N", "the size of a point's frame (default: 180)"),
      .option("data", "FILE", "points of a CSV file, again and again, instead of a wind turbine's"),
      .option("tags", "A,B,...", "columns of --data that are tags"),
      .option("batch", "N", "points in each batch, for a UDF that wants batches"),
      .option("rate", "N", "points a second on each connection, for --mode paced"),
      .option("option", "NAME=VALUE", repeats: true, "an option of the UDF"),
      .option("pid", "PID", "whose CPU time to measure (default: who listens)"),
      .flag("no-sequence", "do not ask for every point back, once and in order"),
      .flag("json", "print one JSON object for each measurement"),
    ],
    example: "udfd bench --socket /run/udfd/mirror.sock --connections 16")

  static func run(_ arguments: Arguments, _ context: CommandContext) throws -> ExitStatus {
    guard let path = arguments.string("socket") else {
      throw UsageError("--socket is missing: whose speed is to be measured?")
    }
    let info = try KapacitorTask.information(socket: path)
    let batch = try batchSize(arguments, info)
    let block = try block(arguments, batch: batch)
    var isComplete = true
    for settings in try measurements(arguments, path: path, info: info, batch: batch) {
      let report = try BenchRun(settings, block: block, provides: info.provides).run()
      context.output.print(arguments.isSet("json") ? report.json : report.text)
      context.output.flush()
      isComplete = isComplete && report.isComplete
      // The next measurement would wait for an answer for ever.
      guard report.answers.points > 0 || report.sent == 0 else {
        context.errors.print(
          "udfd bench: none of the points was answered: a UDF may drop what lacks its fields, "
            + "or write batches only; measure it with points of its own: --data FILE.csv")
        return .failure
      }
    }
    return isComplete ? .success : .failure
  }

  /// What is sent.
  private static func block(_ arguments: Arguments, batch: Int?) throws -> PointBlock {
    let pointBytes = try arguments.integer("point-bytes", in: 32...1 << 16)
    guard let path = arguments.string("data") else {
      guard arguments.string("tags") == nil else { throw UsageError("--tags goes with --data") }
      return PointBlock.turbine(pointBytes: pointBytes ?? 180, batch: batch)
    }
    guard pointBytes == nil else {
      throw UsageError("--point-bytes: the points of --data have the size that they have")
    }
    var format = CSVFormat(measurement: "bench")
    format.tags = arguments.list("tags") ?? []
    return try PointBlock(reading: CSVReader(path: path, format: format), batch: batch)
  }

  private static func measurements(
    _ arguments: Arguments, path: String, info: InfoResponse, batch: Int?
  ) throws -> [BenchSettings] {
    var settings = BenchSettings(socketPath: path)
    settings.connections = try arguments.integer("connections", in: 1...10_000) ?? 1
    settings.options = try OptionText.parse(arguments.strings("option"), for: info)
    settings.extent = try extent(arguments)
    settings.checksSequence = !arguments.isSet("no-sequence")
    settings.process = try arguments.integer("pid", in: 1...Int(Int32.max)).map(Int32.init)
    let modes = BenchSettings.Mode.allCases.map(\.rawValue) + ["both"]
    let mode = try arguments.choice("mode", among: modes) ?? (batch == nil ? "both" : "throughput")
    let write = try arguments.choice("write", among: WriteMode.allCases.map(\.rawValue))
    settings.writeMode = write.flatMap(WriteMode.init(rawValue:)) ?? .bulk
    if let rate = try arguments.number("rate") {
      guard mode == "paced", rate > 0 else { throw UsageError("--rate goes with --mode paced") }
      settings.rate = rate
    }
    if batch != nil, mode != "throughput" {
      throw UsageError("--mode \(mode): a batch is answered when it is whole; use throughput")
    }
    let chosen: [BenchSettings.Mode] =
      BenchSettings.Mode(rawValue: mode).map { [$0] } ?? [.throughput, .latency]
    return chosen.map { mode in
      var one = settings
      one.mode = mode
      return one
    }
  }

  private static func extent(_ arguments: Arguments) throws -> BenchSettings.Extent {
    let duration = try arguments.duration("duration")
    if let points = try arguments.integer("points", in: 1...Int.max) {
      guard duration == nil else { throw UsageError("--points and --duration exclude each other") }
      return .points(points)
    }
    return .duration(.nanoseconds(duration ?? 3_000_000_000))
  }

  private static func batchSize(_ arguments: Arguments, _ info: InfoResponse) throws -> Int? {
    let given = try arguments.integer("batch", in: 1...1_000_000)
    guard info.wants == .batch else {
      if given != nil { throw UsageError("--batch: this UDF wants a stream") }
      return nil
    }
    return given ?? 100
  }
}
