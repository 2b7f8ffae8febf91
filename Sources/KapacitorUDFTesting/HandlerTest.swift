import KapacitorUDF
import UDFWire

/// Tests a handler without sockets, through the very session that serves it in the daemon.
///
/// ```swift
/// var test = try HandlerTest(Threshold.self, options: ["field": "value", "threshold": 3.0])
/// let answer = try test.point(fields: ["value": 1.5])
/// XCTAssertEqual(answer?.fields["anomaly_status"], 0.0)
/// ```
///
/// Everything that the handler writes is held against Kapacitor's rules; what would make Kapacitor
/// fail is thrown as `HandlerTestError`.
public struct HandlerTest: ~Copyable {
  public var driver: SessionDriver
  private let definition: any UDFDefinition
  /// All requests so far, for the checks that repeat them.
  private var requests: [Request] = []
  private let services: HandlerServices
  // What was already given to the test.
  private var pointsTaken = 0
  private var batchesTaken = 0

  /// - Parameter options: as a TICKscript writes them, in order.
  /// - Throws: `HandlerTestError` with the text of a refused Init.
  public init<Handler: UDFHandler & ~Copyable>(
    _ handler: Handler.Type, options: KeyValuePairs<String, OptionArguments> = [:],
    policy: PointFailurePolicy = .fail, services: HandlerServices = HandlerServices()
  ) throws {
    try self.init(
      CodedUDF(handler, pointFailurePolicy: policy), options: options, services: services)
  }

  public init(
    _ definition: any UDFDefinition, options: KeyValuePairs<String, OptionArguments> = [:],
    services: HandlerServices = HandlerServices()
  ) throws {
    try self.init(
      definition, mentions: options.map { Option(name: $0.key, values: $0.value.values) },
      services: services)
  }

  /// - Parameter mentions: options as they come over the wire.
  public init(
    _ definition: any UDFDefinition, mentions: [Option],
    services: HandlerServices = HandlerServices()
  ) throws {
    self.definition = definition
    self.services = services
    driver = SessionDriver(definition, services: services)
    try send(
      .initialize(
        InitRequest(
          options: mentions, taskID: "test", nodeID: "test2")))
    guard case .initialize(let answer)? = driver.answers.responses.last else {
      throw HandlerTestError("Init was not answered: \(driver.progress.state)")
    }
    if !answer.success { throw HandlerTestError(answer.error) }
  }

  /// Sends one point; answers with the point that the handler wrote for it, or nil for none.
  ///
  /// - Throws: `HandlerTestError` when the handler wrote more than one (use `points`), or ended the
  ///   task.
  public mutating func point(
    fields: OrderedMap<FieldValue>, tags: OrderedMap<String> = [:], timeNanoseconds: Int64 = 0,
    name: String = "test"
  ) throws -> Point? {
    let answers = try points([
      .point(fields: fields, tags: tags, timeNanoseconds: timeNanoseconds, name: name)
    ])
    guard answers.count <= 1 else {
      throw HandlerTestError("\(answers.count) points were written for one")
    }
    return answers.first
  }

  /// Sends points as one burst; answers with the points that the handler wrote outside of batches.
  public mutating func points(_ points: [Point]) throws -> [Point] {
    try send(points.map { .point($0) })
    defer { pointsTaken = driver.answers.points.count }
    return Array(driver.answers.points[pointsTaken...])
  }

  /// Sends a batch; answers with the batches that the handler wrote.
  public mutating func batch(
    name: String = "test", tags: OrderedMap<String> = [:], points: [Point],
    maximumTimeNanoseconds: Int64? = nil
  ) throws -> [AnsweredBatch] {
    let begin = BeginBatch(name: name, tags: tags, size: Int64(points.count))
    let latest = maximumTimeNanoseconds ?? points.map(\.timeNanoseconds).max() ?? 0
    let inside = points.map { point in
      var point = point
      point.name = ""
      point.database = ""
      point.retentionPolicy = ""
      return Request.point(point)
    }
    try send(
      [.begin(begin)] + inside + [.end(EndBatch(of: begin, maximumTimeNanoseconds: latest))])
    return takeBatches()
  }

  /// The batches that the handler wrote since they were last taken.
  public mutating func takeBatches() -> [AnsweredBatch] {
    defer { batchesTaken = driver.answers.batches.count }
    return Array(driver.answers.batches[batchesTaken...])
  }

  /// The points outside of batches that the handler wrote since they were last taken.
  public mutating func takePoints() -> [Point] {
    defer { pointsTaken = driver.answers.points.count }
    return Array(driver.answers.points[pointsTaken...])
  }

  /// The time that the handler waits for has come.
  public mutating func reach(timeNanoseconds: Int64) throws {
    try driver.reach(timeNanoseconds: timeNanoseconds)
    try checkAlive()
  }

  /// The input ends by itself.
  public mutating func end() throws { try driver.end() }

  /// What Kapacitor would store.
  public mutating func snapshot() throws -> [UInt8] {
    try send(.snapshot)
    guard case .snapshot(let answer)? = driver.answers.responses.last else {
      throw HandlerTestError("the snapshot was not answered")
    }
    return answer.snapshot
  }

  /// - Throws: `HandlerTestError` with the text of a refused Restore.
  public mutating func restore(_ snapshot: [UInt8]) throws {
    try send(.restore(RestoreRequest(snapshot: snapshot)))
    guard case .restore(let answer)? = driver.answers.responses.last else {
      throw HandlerTestError("the Restore was not answered")
    }
    if !answer.success { throw HandlerTestError(answer.error) }
  }

  /// Repeats everything so far with the bytes cut at every place, and with a restart at every frame,
  /// and checks that the answers are the same. The time it takes grows with the square of the bytes: a
  /// dozen points are enough.
  public borrowing func checkEverywhere() throws {
    try SessionVerifier(definition, services: services).check(requests)
  }

  private mutating func send(_ requests: [Request]) throws {
    self.requests += requests
    driver.expectAnswers(to: requests)
    try driver.feed(requests.flatMap { $0.frame() })
    try checkAlive()
  }

  private mutating func send(_ request: Request) throws { try send([request]) }

  private func checkAlive() throws {
    if case .error(let response)? = driver.answers.responses.last {
      throw HandlerTestError(response.error)
    }
  }
}

extension Point {
  /// A point as Kapacitor would send it in a task that is grouped by all tags.
  public static func point(
    fields: OrderedMap<FieldValue>, tags: OrderedMap<String> = [:], timeNanoseconds: Int64 = 0,
    name: String = "test"
  ) -> Point {
    let dimensions = tags.keys.sorted()
    return Point(
      timeNanoseconds: timeNanoseconds, name: name, database: "db", retentionPolicy: "autogen",
      group: dimensions.map { "\($0)=\(tags[$0] ?? "")" }.joined(separator: ","),
      dimensions: dimensions, tags: tags, fields: fields)
  }
}
