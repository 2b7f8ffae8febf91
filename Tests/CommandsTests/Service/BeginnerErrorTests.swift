import Daemon
import Foundation
import Handlers
import KapacitorPeer
import UDFWire
import XCTest

@testable import Commands

/// The errors that a beginner makes first. Each is said in one line that names the place and tells what to do.
final class BeginnerErrorTests: XCTestCase {
  private static let wind = """
    [models.turbine]
    path = "turbine.txt"
    [udf.wind]
    handler = "wind_turbine"
    model = "turbine"

    """

  /// What the doctor says to somebody else than us who runs Kapacitor.
  private func doctor(
    _ served: ServedProcess, kapacitor: Account?, conf: String = ""
  ) throws -> [String] {
    try served.write(conf, to: "kapacitor.conf")
    let doctor = Doctor(
      ConfigurationSource(file: served.configurationPath), registry: .builtIn,
      kapacitorFile: "\(served.directory)/kapacitor.conf",
      access: KapacitorAccess(account: kapacitor), tasks: KapacitorTasks(url: "http://127.0.0.1:9"))
    return doctor.findings().map {
      $0.line.replacing("\(served.directory)/", with: "")
    }
  }

  /// One line: what, where, and after a semicolon what to do.
  private func assertLine(
    _ text: String, _ words: String..., file: StaticString = #filePath, line: UInt = #line
  ) {
    let lines = text.split(separator: "\n")
    let found = lines.first { line in words.allSatisfy { line.contains($0) } }
    XCTAssertNotNil(found, "no line with \(words) in:\n\(text)", file: file, line: line)
  }

  func testSocketPermission_andKapacitorNotInTheGroup() throws {
    let served = try ServedProcess("[udf.a]\nhandler = 'mirror'\n")
    try served.serve()
    chmod(served.directory, 0o755)
    let socket = "\(served.directory)/a.sock"
    let group = try XCTUnwrap(
      FileManager.default.attributesOfItem(atPath: socket)[.groupOwnerAccountID] as? NSNumber
    ).uint32Value
    let stranger = Account(name: "kapacitor", user: 4_000_000, groups: [4_000_000])
    assertLine(
      try doctor(served, kapacitor: stranger).joined(separator: "\n"),
      "udf a: user kapacitor may not open a.sock: it is ", "; usermod -aG ",
      "kapacitor, then restart kapacitord")
    let member = Account(name: "kapacitor", user: 4_000_000, groups: [group])
    assertLine(
      try doctor(served, kapacitor: member).joined(separator: "\n"),
      "user kapacitor may open a.sock")
    // A directory on the way that others may not enter.
    chmod(served.directory, 0o700)
    assertLine(
      try doctor(served, kapacitor: member).joined(separator: "\n"),
      "user kapacitor may not open a.sock: it may not enter ", "; chmod o+x ")
  }

  func testModelMissing() throws {
    let served = try ServedProcess(Self.wind)
    let check = try served.udfd("check")
    XCTAssertEqual(check.status, 1)
    assertLine(
      check.errors + check.output, "udfd.toml:",
      "models.turbine.path: turbine.txt: cannot be opened: "
        + "No such file or directory; check the path")
    try served.serve()
    assertLine(try served.udfd("status").output, "FAILED: model turbine: ", "No such file")
    // And what `kapacitor show` says of the task.
    XCTAssertThrowsError(try served.task("wind").initialize()) {
      assertLine("\($0)", "wind: model turbine", "No such file or directory", "check the path")
    }
  }

  func testInputNamesThatDoNotMatch() throws {
    let files = ["turbine.txt": ModelText.step(1, inputs: ["speed", "power"])]
    let score = try ServedProcess(
      """
      [models.turbine]
      path = "turbine.txt"
      [udf.s]
      handler = "score"
      model = "turbine"
      [udf.s.inputs]
      sped = '"wind_speed"'
      [udf.s.set]
      p = 'prediction'

      """, files: files)
    let check = try score.udfd("check")
    XCTAssertEqual(check.status, 1)
    assertLine(check.errors + check.output, "udfd.toml:", "sped", "did you mean \"speed\"?")
    let named = try ServedProcess(
      "[models.turbine]\npath = 'turbine.txt'\ninputs = ['wind_speed']\n", files: files)
    let count = try named.udfd("check")
    XCTAssertEqual(count.status, 1)
    assertLine(count.errors + count.output, "turbine.txt", "2")
  }

  /// A pickle that names a class which no library of models has: refused by name, and never run.
  func testPickleWithAnUnknownClass() throws {
    let served = try ServedProcess(
      "[models.turbine]\npath = 'turbine.txt'\n",
      files: ["turbine.txt": "\u{80}"])
    // Protocol 2: `c` names the class, `)` and 0x81 make one.
    try Data([0x80, 2] + "cmy_module\nMyModel\n)".utf8 + [0x81] + ".".utf8).write(
      to: URL(fileURLWithPath: "\(served.directory)/turbine.txt"))
    let check = try served.udfd("check")
    XCTAssertNotEqual(check.status, 0)
    assertLine(
      check.errors + check.output, "my_module.MyModel", ": check where the file comes from")
    let context = CommandContext(output: Console(), errors: Console(), environment: [:])
    XCTAssertNotEqual(
      UDFDCommand.run(["inspect", "\(served.directory)/turbine.txt"], context), .success)
    assertLine(context.errors.text, "my_module.MyModel", ": check where the file comes from")
  }

  /// Kapacitor refuses it when the task is defined (KapacitordTests); who asks by hand, and a UDF as a child process, get
  /// this; the doctor says it of tasks that are there.
  func testOptionMisspelt() throws {
    let served = try ServedProcess("[udf.t]\nhandler = 'threshold'\n")
    try served.serve()
    let mention = Option(name: "feild", values: [.string("load")])
    XCTAssertThrowsError(try served.task("t").initialize(options: [mention])) {
      assertLine(
        "\($0)", "t: option feild: is not declared; known are field, threshold, window_size")
    }
    let ran = try served.udfd(
      "replay", "/dev/null", "--udf", "t", "--option", "feild=load")
    XCTAssertEqual(ran.status, 2)
    assertLine(ran.errors, "has no option \"feild\"; did you mean \"field\"?")
    assertLine(
      try served.udfd("check").output, ".field('...')", "STRING", "required")
  }

  func testTwoDaemonsOnOneSocket() throws {
    let served = try ServedProcess("[udf.a]\nhandler = 'mirror'\n")
    try served.serve()
    assertLine(
      try served.udfd("serve").errors, "control: another udfd (process ",
      ") serves it; stop that one or configure another socket")
    // The same UDF's socket from another configuration.
    let other = try ServedProcess(
      "[udf.a]\nhandler = 'mirror'\nsocket = '\(served.directory)/a.sock'\n")
    let second = try other.udfd("serve")
    XCTAssertEqual(second.status, 1)
    assertLine(second.errors, "a.sock: another udfd (process ", "stop that one")
  }

  func testKapacitorConfThatIsWrittenAnotherWay() throws {
    let served = try ServedProcess("[udf.a]\nhandler = 'mirror'\n")
    let socket = "\(served.directory)/a.sock"
    let known: [(String, String, String)] = [
      (
        "[udf]\n[udf.a]\nsocket = '\(socket)'\ntimeout = '10s'\n",
        "kapacitor.conf:2:", "[udf.a] is passed over by Kapacitor; write [udf.functions.a]"
      ),
      (
        "[[udf.functions]]\nname = 'a'\nsocket = '\(socket)'\n", "kapacitor.conf:1:",
        "a list of functions is not what Kapacitor reads; write [udf.functions.NAME], once for each UDF"
      ),
      (
        "[udf.functions.a]\nsocket = '\(socket)'\ntimeout = 10\n", "kapacitor.conf:3:",
        "write timeout = \"10s\""
      ),
      (
        "[udf.functions.a]\nsocket = '\(socket)'\n", "no timeout of a second or more",
        "write timeout"
      ),
      ("", "kapacitor.conf does not name it", "add the lines of 'udfd kapacitor-conf'"),
    ]
    for (conf, place, words) in known {
      assertLine(
        try doctor(served, kapacitor: nil, conf: conf).joined(separator: "\n"), place, words)
    }
  }
}
