import Foundation
import XCTest

@testable import Commands

final class StatusWatchTests: XCTestCase {
  private func figures(_ uptime: Double, points: Int, process: Int = 7) throws -> StatusFigures {
    let counters =
      "{\"points_in\":\(points),\"failures\":\(points / 100),\"missing\":0,\"dropped\":0,"
      + "\"stall_nanoseconds\":\(points * 1000),\"adoptions\":2}"
    let time = "{\"count\":1,\"sum_nanoseconds\":\(points * 250)}"
    let text = """
      {"version":"1","process":\(process),"phase":"serving","uptime_seconds":\(uptime),"memory_bytes":33554432,
      "processor_seconds":\(uptime / 4),"continuity":{"on":true,"text":"continuity is on"},
      "last_reload":{"time":"t","applied":false,"message":"refused\\u001b[31m"},
      "models":[{"name":"turbine","generation":2,"failure":null,"predictions":\(points),"kind":"linear"}],
      "udfs":[{"name":"wind","readiness":"ready","totals":\(counters),"handler_time":\(time),
      "connections":[{"id":"udfd-1","task":"turb\\u001bines","node":"udf2","counters":\(counters),"handler_time":\(time)}]}],
      "warnings":[{"time":"T","level":"warning","udf":"wind","task":"","node":"","message":"something"}]}
      """
    return try XCTUnwrap(StatusFigures(json: text), text)
  }

  func testRatesAreOfTheTimeBetweenTwoLooks() throws {
    let first = try figures(10, points: 1_000)
    let second = try figures(12, points: 41_000)
    XCTAssertEqual(
      WatchView(first, since: nil).lines,
      ["wind: - points/s, 1 task, - failures/s, - missing/s, - dropped/s, ready"])
    let view = WatchView(second, since: first)
    XCTAssertEqual(
      view.lines,
      ["wind: 20,000 points/s, 1 task, 200 failures/s, 0 missing/s, 0 dropped/s, ready"])
    let screen = view.screen.joined(separator: "\n")
    for words in [
      "udfd 1, process 7, serving for 12s, 32 MiB, 25% of a core", "continuity is on",
      "wind  ready      1    20,000       250         200",
      "turbine           2         20,000  linear",
      "turb\\u{1b}ines  udf2  wind    20,000  0.5%       2%       410         2",
      "last reload REFUSED: refused\\u{1b}[31m", "T warning wind something",
    ] {
      XCTAssertTrue(screen.contains(words), "\(words)\n\(screen)")
    }
    XCTAssertFalse(screen.contains("\u{1b}"))
    // A new process counts anew: nothing can be said yet.
    XCTAssertTrue(
      WatchView(try figures(1, points: 5, process: 8), since: second).lines[0].contains(
        "wind: - points/s"))
  }

  func testNotATerminal_getsALineForEachUDF() throws {
    let served = try ServedProcess("[udf.a]\nhandler = 'mirror'\n[udf.b]\nhandler = 'mirror'\n")
    try served.serve()
    let ran = try served.udfd("status", "--watch", "-n", "0.1", "--count", "3")
    XCTAssertEqual(ran.status, 0, ran.errors)
    let lines = ran.output.split(separator: "\n")
    XCTAssertEqual(lines.map { $0.prefix(2) }, ["a:", "b:", "a:", "b:", "a:", "b:"])
    XCTAssertTrue(lines[4].hasPrefix("a: 0 points/s, 0 tasks"), ran.output)
    XCTAssertFalse(ran.output.contains("\u{1b}"))
    XCTAssertEqual(try served.udfd("status", "--watch", "--json").status, 2)
    XCTAssertEqual(try served.udfd("status", "-n", "1").status, 2)
    XCTAssertEqual(try served.udfd("status", "--watch", "-n", "0").status, 2)
  }

  func testNoDaemon_isSaidAtOnce() throws {
    let served = try ServedProcess("[udf.a]\nhandler = 'mirror'\n")
    let ran = try served.udfd("status", "--watch")
    XCTAssertEqual(ran.status, 1)
    XCTAssertTrue(ran.errors.contains("is udfd running?"), ran.errors)
  }

  /// On a terminal it draws on a screen of its own, q ends it, and the terminal is as before.
  func testATerminal_isDrawnOn_untilQ() throws {
    let script = "/usr/bin/script"
    guard FileManager.default.isExecutableFile(atPath: script) else {
      throw XCTSkip("no /usr/bin/script to make a terminal with (Debian: bsdutils)")
    }
    let served = try ServedProcess("[udf.a]\nhandler = 'mirror'\n")
    try served.serve()
    for key in ["q", "\u{3}"] {
      let log = "\(served.directory)/typescript"
      let process = Process()
      process.executableURL = URL(fileURLWithPath: script)
      process.arguments = [
        "-qefc",
        "stty rows 24 columns 70; '\(ServedProcess.executable)' status --config '\(served.configurationPath)' --watch -n 60; stty -a",
        log,
      ]
      let keys = Pipe()
      process.standardInput = keys
      process.standardOutput = FileHandle(forWritingAtPath: "/dev/null")
      process.standardError = FileHandle(forWritingAtPath: "/dev/null")
      try process.run()
      var text = ""
      for _ in 0..<1_000 where !text.contains("q ends") {
        usleep(10_000)
        text = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
      }
      keys.fileHandleForWriting.write(Data(key.utf8))
      process.waitUntilExit()
      XCTAssertEqual(process.terminationStatus, 0)
      text = try String(contentsOfFile: log, encoding: .utf8)
      XCTAssertTrue(text.contains("\u{1b}[?1049h"), text)
      XCTAssertTrue(text.contains("\u{1b}[?25h\u{1b}[?1049l"), text)
      XCTAssertTrue(text.contains("a    ready"), text)
      let settings = text.components(separatedBy: "\u{1b}[?1049l").last ?? ""
      for setting in [" icanon", " echo ", "isig"] {
        XCTAssertTrue(settings.contains(setting), "\(setting)\n\(settings)")
      }
    }
  }
}
