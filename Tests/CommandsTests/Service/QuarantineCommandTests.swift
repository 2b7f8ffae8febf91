import Foundation
import KapacitorPeer
import UDFWire
import XCTest

/// `udfd quarantine`, on frames that a daemon has really died of.
final class QuarantineCommandTests: XCTestCase {
  private func point(_ index: Int, crash: Bool = false) -> Point {
    var point = Point(timeNanoseconds: Int64(index), name: "m", fields: ["n": .int(Int64(index))])
    point.tags = ["host": "a\u{1b}[31m\nb"]
    if crash { point.fields["crash"] = .bool(true) }
    return point
  }

  /// A daemon that has set one frame aside.
  private func poisoned() throws -> ServedProcess {
    let served = try ServedProcess("[udf.c]\nhandler = 'crash'\n", program: "udfd-probe")
    try served.serve(command: "supervise")
    let task = try served.task("c", "ta\u{7}sk")
    try task.initialize()
    for index in 0..<3 { try task.send(point(index, crash: index == 1)) }
    try task.waitForData(count: 3, within: .seconds(30))
    try task.finish()
    XCTAssertEqual(task.receivedPoints, (0..<3).map { point($0, crash: $0 == 1) })
    return served
  }

  func testListShowAndReplay_ofAFrameThatKills() throws {
    let served = try poisoned()
    let list = try served.udfd("quarantine", "list")
    XCTAssertEqual(list.status, 0, list.errors)
    let row = try XCTUnwrap(list.output.split(separator: "\n").dropFirst().first).split(
      separator: " ")
    XCTAssertEqual(row[2...4], ["c", "crash", "ta\\u{7}sk"])
    XCTAssertTrue(
      list.output.contains(
        "point  died on it 2 times, each by a fault of its own"),
      list.output)

    let show = try served.udfd("quarantine", "show", String(row[0]))
    XCTAssertTrue(show.output.contains("  tag host = \"") || show.output.contains("  tag host = a"))
    XCTAssertTrue(show.output.contains("a\\u{1b}[31m\\nb"), show.output)
    XCTAssertTrue(show.output.contains("  field crash = true"), show.output)
    XCTAssertFalse(show.output.contains("\u{1b}"))

    let json = try served.udfd("quarantine", "list", "--json").output
    let parsed = try XCTUnwrap(
      JSONSerialization.jsonObject(with: Data(json.utf8)) as? [[String: Any]])
    XCTAssertEqual(parsed.count, 1)
    XCTAssertEqual(parsed[0]["task"] as? String, "ta\u{7}sk")
    XCTAssertEqual(parsed[0]["faults"] as? Int, 2)

    let replay = try served.udfd("quarantine", "replay", String(row[0].prefix(8)))
    XCTAssertEqual(replay.status, 1)
    XCTAssertTrue(
      replay.output.contains("it kills the process again: signal 11 (Segmentation fault)"),
      replay.output)
    // The daemon that is running dies of it too, and this time the frame is nobody's task.
    let toSocket = try served.udfd(
      "quarantine", "replay", String(row[0]), "--socket", "\(served.directory)/c.sock",
      "--timeout", "20s")
    XCTAssertEqual(toSocket.status, 0, toSocket.output)
    XCTAssertTrue(toSocket.output.contains("it is handled; 1 answered"), toSocket.output)
  }

  /// The same frame, once its UDF has a handler that can bear it.
  func testReplay_ofAFrameThatIsHarmlessNow() throws {
    let served = try poisoned()
    try served.configure("[udf.c]\nhandler = 'mirror'\n")
    let replay = try served.udfd("quarantine", "replay", "18")
    XCTAssertEqual(replay.status, 0, replay.errors)
    XCTAssertTrue(
      replay.output.contains(
        "it is handled; 1 answered:\n  point m host=a\\u{1b}[31m\\nb n=1i crash=true"),
      replay.output)
  }

  func testReplay_ofAHandlerThatDoesNotComeBack() throws {
    let served = try ServedProcess("[udf.s]\nhandler = 'stall'\n", program: "udfd-probe")
    let stalling = Point(timeNanoseconds: 1, name: "m", fields: ["stall": .double(60)])
    // As the first version wrote them: names and the frame.
    try FileManager.default.createDirectory(
      atPath: "\(served.directory)/quarantine", withIntermediateDirectories: true)
    let path = "\(served.directory)/quarantine/0000000000000001.frame"
    try Data(Array("udfd-quarantine 1 s task node\n".utf8) + Request.point(stalling).frame())
      .write(to: URL(fileURLWithPath: path))
    let replay = try served.udfd("quarantine", "replay", path, "--timeout", "300ms")
    XCTAssertEqual(replay.status, 1)
    XCTAssertTrue(replay.output.contains("did not come back in 300ms"), replay.output)
  }

  func testWhatIsNotThere_isSaidInOneLine() throws {
    let served = try ServedProcess("[udf.a]\nhandler = 'mirror'\n")
    XCTAssertTrue(
      try served.udfd("quarantine", "list").output.hasPrefix("nothing was set aside in"))
    XCTAssertEqual(
      try served.udfd("quarantine", "list", "--json").output.trimmingCharacters(in: .newlines), "[]"
    )
    XCTAssertEqual(try served.udfd("quarantine", "show").status, 2)
    XCTAssertEqual(try served.udfd("quarantine", "take").status, 2)
    let missing = try served.udfd("quarantine", "show", "18")
    XCTAssertEqual(missing.status, 1)
    XCTAssertTrue(missing.errors.contains("there is no frame 18"), missing.errors)
    try served.write("some text\n", to: "other.frame")
    let other = try served.udfd("quarantine", "show", "\(served.directory)/other.frame")
    XCTAssertEqual(other.status, 1)
    XCTAssertTrue(other.errors.contains("not a frame that udfd has set aside"), other.errors)
  }

  /// Whatever a file holds, it is shown or refused.
  func testDamagedFiles_neverCrash() throws {
    let served = try poisoned()
    let directory = "\(served.directory)/quarantine"
    let name = try XCTUnwrap(
      try FileManager.default.contentsOfDirectory(atPath: directory).first {
        $0.hasSuffix(".frame")
      })
    let whole = [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(directory)/\(name)")))
    for index in 0..<30 {
      var bytes = whole
      if index < 10 {
        bytes = Array(bytes.prefix(bytes.count * index / 10))
      } else {
        bytes[(index * 7919) % bytes.count] ^= 0xff
      }
      try Data(bytes).write(to: URL(fileURLWithPath: "\(directory)/\(index).frame"))
    }
    let list = try served.udfd("quarantine", "list")
    XCTAssertEqual(list.status, 0, list.errors)
    XCTAssertEqual(
      list.output.split(separator: "\n").count - 1 + list.errors.split(separator: "\n").count, 31)
  }

  func testStatus_saysWhereItAsks_whenTheConfigurationCannotBeRead() throws {
    let served = try ServedProcess("")
    try served.write("[daemon\n", to: "udfd.toml")
    let status = try served.udfd("status")
    XCTAssertEqual(status.status, 1)
    XCTAssertTrue(status.errors.contains("asking at /run/udfd/control"), status.errors)
    XCTAssertTrue(status.errors.contains("udfd.toml:1"), status.errors)
  }
}
