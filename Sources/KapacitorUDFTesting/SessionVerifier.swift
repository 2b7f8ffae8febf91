import KapacitorUDF
import UDFWire

/// Repeats a session in every way in which it could be cut, and checks that the answers stay the same:
/// a session's output depends on its input and on nothing else.
public struct SessionVerifier {
  private let definition: any UDFDefinition
  private let configuration: SessionConfiguration
  private let services: HandlerServices

  public init(
    _ definition: any UDFDefinition, configuration: SessionConfiguration = SessionConfiguration(),
    services: HandlerServices = HandlerServices()
  ) {
    self.definition = definition
    self.configuration = configuration
    self.services = services
  }

  /// All checks for these requests.
  ///
  /// - Returns: the answers.
  @discardableResult
  public func check(_ requests: [Request]) throws -> ResponseRules {
    let frames = requests.map { $0.frame() }
    let answers = try check(frames, requests)
    try restartEverywhere(frames, requests)
    return answers
  }

  /// The checks that need no requests that make sense: cut at every byte, byte by byte, and with little
  /// room for output.
  @discardableResult
  public func check(_ frames: [[UInt8]], _ requests: [Request] = []) throws -> ResponseRules {
    let bytes = frames.flatMap { $0 }
    let whole = try run([bytes], requests)
    try compare(whole, try run(bytes.map { [$0] }, requests), "byte by byte")
    for cut in bytes.indices.dropFirst() {
      try compare(
        whole, try run([Array(bytes[..<cut]), Array(bytes[cut...])], requests),
        "cut at byte \(cut)")
    }
    for room in [0, 1, 64, 300] {
      try compare(
        whole, try run([bytes], requests, room: room), "with \(room) bytes of output room")
    }
    return whole.answers
  }

  /// Ends the process, in effect, at every frame: a new session is made from the old one's state and
  /// checkpoint, and goes on. The answers must be those of a session that was never interrupted.
  public func restartEverywhere(_ frames: [[UInt8]], _ requests: [Request] = []) throws {
    let whole = try run([frames.flatMap { $0 }], requests)
    var driver = SessionDriver(definition, configuration: configuration, services: services)
    driver.expectAnswers(to: requests)
    for (index, frame) in frames.enumerated() {
      try driver.feed(frame)
      let state = try SessionState(decoding: driver.session.state.encoded())
      let session = try UDFSession(
        resuming: state, checkpoint: try driver.session.checkpoint(), definition: definition,
        configuration: configuration, services: services)
      let answers = driver.answers
      guard answers.responses == Array(whole.answers.responses.prefix(answers.responses.count))
      else { throw HandlerTestError("with a restart at frame \(index) the answers differ") }
      driver = SessionDriver(session, provides: definition.info.provides, answers: answers)
    }
    try driver.end()
    guard driver.answers.responses == whole.answers.responses else {
      throw HandlerTestError("with a restart at every frame the answers differ")
    }
  }

  private struct Outcome {
    var output: [UInt8]
    var answers: ResponseRules
    var fault: SessionFault?
  }

  private func run(
    _ pieces: [[UInt8]], _ requests: [Request], room: Int = 256 << 10
  ) throws -> Outcome {
    var driver = SessionDriver(
      definition, configuration: configuration, services: services, room: room)
    driver.expectAnswers(to: requests)
    for piece in pieces where driver.session.phase != .finished { try driver.feed(piece) }
    try driver.end()
    return Outcome(
      output: driver.output, answers: driver.answers, fault: driver.session.fault)
  }

  private func compare(_ whole: Outcome, _ other: Outcome, _ how: String) throws {
    guard whole.fault == other.fault else {
      throw HandlerTestError(
        "\(how) the session ends differently: \(String(describing: other.fault)) instead of"
          + " \(String(describing: whole.fault))")
    }
    guard whole.output == other.output else {
      throw HandlerTestError("\(how) the answers differ")
    }
  }
}
