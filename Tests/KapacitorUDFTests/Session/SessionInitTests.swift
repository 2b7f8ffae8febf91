import KapacitorUDF
import KapacitorUDFTesting
import UDFWire
import XCTest

final class SessionInitTests: XCTestCase {
  private let udf = ScriptedUDF(
    name: "u", options: [.double("level", default: 1.5), .string("field")])

  private func initialize(_ udf: any UDFDefinition, _ options: [Option]) throws -> InitResponse {
    let answers = try converse(
      udf, [.initialize(InitRequest(options: options, taskID: "t", nodeID: "n"))], restarts: false)
    guard case .initialize(let response)? = answers.responses.last, answers.responses.count == 1
    else { throw TestError(description: "not answered by one InitResponse: \(answers.responses)") }
    return response
  }

  func testRefusedInit_saysWhy_andTheSessionIsFinished() throws {
    var driver = SessionDriver(udf)
    let request = Request.initialize(InitRequest())
    driver.expectAnswers(to: [request])
    let progress = try driver.feed(request.frame() + Request.point(numbered(1)).frame())
    XCTAssertEqual(progress.state, .finished)
    XCTAssertEqual(
      driver.answers.responses,
      [
        .initialize(
          InitResponse(
            success: false,
            error:
              "u: option field: is required; set it in the TICKscript: .field(STRING)"))
      ])
    XCTAssertEqual(
      driver.session.fault,
      .refused("u: option field: is required; set it in the TICKscript: .field(STRING)"))
    XCTAssertEqual(driver.session.counters.initialiseRefused, 1)
  }

  func testErrorsOfTheHandler_areTheInitError_inOneLine() throws {
    let udf = ScriptedUDF(name: "u") { _, _ in throw TestError(description: "no\nway") }
    XCTAssertEqual(
      try initialize(udf, []), InitResponse(success: false, error: "u: no\\nway"))
  }

  func testFailedDefinition_refusesInit() throws {
    XCTAssertEqual(
      try initialize(WaitingUDF(failure: "model turbine was not loaded: it is damaged"), []),
      InitResponse(
        success: false, error: "waiting: model turbine was not loaded: it is damaged"))
  }

  func testWrongOptions_areRefused_evenWhileModelsLoad() throws {
    XCTAssertEqual(
      try initialize(WaitingUDF(), [Option(name: "y", values: [])]).error,
      "waiting: option y: is not declared; known are x")
  }

  func testRepeatedOption_theLastOneHolds() throws {
    let udf = ScriptedUDF(options: [.int("x")]) { options, _ in
      XCTAssertEqual(try options.int("x"), 3)
      return ScriptedHandler()
    }
    XCTAssertTrue(
      try initialize(
        udf, [2, 1, 3].map { Option(name: "x", values: [.int($0)]) }
      ).success)
  }

  func testValueWithoutAValue_isTheTypesZero() throws {
    let udf = ScriptedUDF(options: [
      .double("x"), .string("s"), .duration("d"), .int("i"), .bool("b"),
    ]) {
      options, _ in
      XCTAssertEqual(try options.double("x"), 0)
      XCTAssertEqual(try options.string("s"), "")
      XCTAssertEqual(try options.duration("d"), .zero)
      XCTAssertEqual(try options.int("i"), 0)
      XCTAssertEqual(try options.bool("b"), false)
      return ScriptedHandler()
    }
    // Option {name, OptionValue {type}} with nothing in the oneof.
    func option(_ name: UInt8, _ type: UInt8) -> [UInt8] {
      let value: [UInt8] = type == 0 ? [] : [0x08, type]
      let body: [UInt8] = [0x0a, 1, name, 0x12, UInt8(value.count)] + value
      return [0x0a, UInt8(body.count)] + body
    }
    let message =
      option(UInt8(ascii: "x"), 2) + option(UInt8(ascii: "s"), 3) + option(UInt8(ascii: "d"), 4)
      + option(UInt8(ascii: "i"), 1) + option(UInt8(ascii: "b"), 0)
    let frame = [UInt8(message.count + 2), 0x12, UInt8(message.count)] + message
    let answers = try SessionVerifier(udf).check([frame], [start])
    XCTAssertEqual(answers.responses, [.initialize(InitResponse(success: true))])
  }

  func testContext_namesTaskAndNode_andSoDoesTheLog() throws {
    let log = MemoryLog()
    let udf = ScriptedUDF(name: "u") { _, context in
      XCTAssertEqual(context.udfName, "u")
      XCTAssertEqual(context.taskID, "task")
      XCTAssertEqual(context.nodeID, "node2")
      context.log.info("hello\nthere")
      return ScriptedHandler()
    }
    var driver = SessionDriver(udf, services: HandlerServices(log: log))
    try driver.send(start)
    XCTAssertEqual(
      log.records.first { $0.level == .info },
      LogRecord(level: .info, message: "hello\\nthere", udf: "u", task: "task", node: "node2"))
  }

  func testInfo_listsEveryOption() throws {
    let udf = ScriptedUDF(
      wants: .batch, provides: .stream,
      options: [
        .bool("a"), .int("b"), .double("c"), .string("d"), .duration("e"),
        OptionDeclaration(name: "f", types: [.double, .string]), .list("g", of: .string),
      ])
    let answers = try converse(udf, [.info])
    XCTAssertEqual(
      answers.responses,
      [
        .info(
          InfoResponse(
            wants: .batch, provides: .stream,
            options: [
              "a": OptionInfo(valueTypes: [.bool]), "b": OptionInfo(valueTypes: [.int]),
              "c": OptionInfo(valueTypes: [.double]), "d": OptionInfo(valueTypes: [.string]),
              "e": OptionInfo(valueTypes: [.duration]),
              "f": OptionInfo(valueTypes: [.double, .string]),
              "g": OptionInfo(valueTypes: [.string]),
            ]))
      ])
  }
}
