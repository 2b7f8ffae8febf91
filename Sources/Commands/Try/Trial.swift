import Daemon
import Handlers
import KapacitorUDF
import KapacitorUDFTesting
import PlainText
import UDFWire

/// One UDF on trial: points go in, what becomes of them is printed.
struct Trial: ~Copyable {
  private var test: HandlerTest
  private let explainer: ScoreExplainer?
  private let isBatch: Bool
  private let entryProvidesBatches: Bool
  private let log = MemoryLog()
  private var logged: Int
  private var points: [Point] = []
  private var number = 0

  init(_ entry: UDFCatalog.Entry, mentions: [Option], explains: Bool) throws {
    // All that may throw first: what cannot be copied cannot be half made.
    let explainer = explains ? try Trial.explainer(entry, mentions) : nil
    let test = try HandlerTest(
      entry.definition, mentions: mentions, services: HandlerServices(log: log))
    self.explainer = explainer
    isBatch = entry.definition.info.wants == .batch
    entryProvidesBatches = entry.definition.info.provides == .batch
    // That the task is served is no news.
    logged = log.records.count
    self.test = test
  }

  private static func explainer(
    _ entry: UDFCatalog.Entry, _ mentions: [Option]
  ) throws -> ScoreExplainer {
    if let explainer = try ScoreExplainer(entry.definition, options: mentions) { return explainer }
    throw UsageError(
      "--explain is for handler = \"score\"; \(entry.section.name) has \(entry.section.handler)")
  }

  mutating func take(_ point: Point, _ context: CommandContext) throws {
    number += 1
    if let explainer {
      if number > 1 { context.output.print("") }
      for step in try explainer.explain(point) {
        context.output.print(
          OneLine.escaping("\(step.name): \(step.value)", maximumCharacters: .max))
      }
    }
    if isBatch {
      points.append(point)
    } else {
      let answers = try test.points([point])
      let reasons = takeReasons()
      if answers.isEmpty {
        let later = entryProvidesBatches ? " yet" : ""
        context.output.print("point \(number): nothing is passed on\(later)\(reasons)")
      } else if !reasons.isEmpty {
        context.output.print("point \(number)\(reasons)")
      }
      show(answers, context)
    }
  }

  mutating func finish(_ context: CommandContext) throws {
    if isBatch, !points.isEmpty {
      let batches = try test.batch(name: "try", tags: points[0].tags, points: points)
      for batch in batches { show(batch.points, context) }
      let points = test.takePoints()
      let reasons = takeReasons()
      if points.isEmpty, batches.allSatisfy(\.points.isEmpty) {
        context.output.print("the batch: nothing is passed on\(reasons)")
      } else if !reasons.isEmpty {
        context.output.print("the batch\(reasons)")
      }
      show(points, context)
    }
    try test.end()
    for batch in test.takeBatches() { show(batch.points, context) }
    show(test.takePoints(), context)
  }

  /// What the log has said since it was last asked: why a point was left out, or could not be handled.
  private mutating func takeReasons() -> String {
    let records = log.records
    defer { logged = records.count }
    let texts = records[logged...]
    return texts.isEmpty ? "" : ": " + texts.map(\.message).joined(separator: "; ")
  }

  /// InfluxDB's line protocol without the measurement: tags, then fields.
  private func show(_ points: [Point], _ context: CommandContext) {
    for point in points {
      let tags = point.tags.map { "\($0.name)=\($0.value)" }
      let fields = point.fields.map { "\($0.name)=\(Self.text($0.value))" }
      let line = (tags + fields).joined(separator: " ")
      context.output.print(OneLine.escaping("-> \(line)", maximumCharacters: .max))
    }
  }

  private static func text(_ value: FieldValue) -> String {
    switch value {
    case .double(let value): "\(value)"
    case .int(let value): "\(value)i"
    case .bool(let value): value ? "true" : "false"
    case .string(let value): "\"\(value)\""
    }
  }
}
