import KapacitorUDF
import KapacitorUDFTesting
import XCTest

final class HandlerLogTests: XCTestCase {
  func testLinesBelowTheLevel_areNotEvenMade() {
    let sink = MemoryLog(minimumLevel: .warning)
    let log = HandlerLog(to: sink)
    var made = 0
    func text() -> String {
      made += 1
      return "text"
    }
    log.debug(text())
    log.info(text())
    log.limited(.info, kind: "a", text())
    XCTAssertEqual(made, 0)
    log.warning(text())
    log.error(text())
    XCTAssertEqual(made, 2)
    XCTAssertEqual(sink.records.map(\.level), [.warning, .error])
    HandlerLog(to: NoLog()).error(text())
    XCTAssertEqual(made, 2)
  }

  func testNamesFromOutside_cannotForgeLines() {
    let sink = MemoryLog()
    let log = HandlerLog(to: sink, udf: "u", task: "t\nERROR fake", node: "n\u{1b}[0m")
    log.info("a\r\nb\u{2028}")
    XCTAssertEqual(
      sink.records,
      [
        LogRecord(
          level: .info, message: "a\\r\\nb\\u{2028}", udf: "u", task: "t\\nERROR fake",
          node: "n\\u{1b}[0m")
      ])
  }

  func testLimitedLines_comeOncePerIntervalAndKind() {
    let sink = MemoryLog()
    let clock = ManualClock(nanoseconds: 5)
    let log = HandlerLog(to: sink, clock: clock)
    for number in 0..<5 { log.limited(.warning, kind: "a", "a \(number)") }
    log.limited(.warning, kind: "b", "b")
    clock.advance(by: .seconds(10))
    log.limited(.warning, kind: "a", "again")
    log.limited(.warning, kind: "a", "and again")
    XCTAssertEqual(
      sink.messages(.warning),
      ["a 0", "b", "again (and 4 more like it since the last such line)"])
  }

  func testManyKinds_shareOneAllowance_andMemoryIsBounded() {
    let sink = MemoryLog()
    let log = HandlerLog(to: sink, clock: ManualClock(nanoseconds: 5))
    for number in 0..<10_000 { log.limited(.warning, kind: "kind \(number)", "x") }
    XCTAssertLessThan(sink.records.count, 70)
  }

  func testClockThatWasSetBack_doesNotSilenceTheLog() {
    let sink = MemoryLog()
    let clock = ManualClock(nanoseconds: 1_000_000_000_000)
    let log = HandlerLog(to: sink, clock: clock)
    log.limited(.warning, kind: "a", "first")
    clock.advance(by: .seconds(-900))
    log.limited(.warning, kind: "a", "second")
    XCTAssertEqual(sink.messages(.warning), ["first", "second"])
  }

  func testLevels_areKnownByName() {
    XCTAssertEqual(LogLevel(name: "WARN"), .warning)
    XCTAssertEqual(LogLevel(name: "Off"), .off)
    XCTAssertEqual(LogLevel(name: "debug"), .debug)
    XCTAssertNil(LogLevel(name: "loud"))
    XCTAssertLessThan(LogLevel.debug, .error)
  }
}
