import Foundation
import Handlers
import ModelRuntime
import Settings
import XCTest

@testable import Daemon

final class DoctorTests: XCTestCase {
  private var directory = ""

  override func setUpWithError() throws { directory = try TemporaryDirectory.make() }
  override func tearDown() { TemporaryDirectory.remove(directory) }

  /// Another user, in the group that the files of this test have.
  private func stranger(inGroup: Bool) throws -> Account {
    let group = try FileManager.default.attributesOfItem(atPath: directory)[.groupOwnerAccountID]
    let number = try XCTUnwrap(group as? NSNumber).uint32Value
    return Account(name: "kapacitor", user: 4_000_000, groups: inGroup ? [number] : [4_000_000])
  }

  func testWhoMayOpenASocket() throws {
    let path = "\(directory)/a.sock"
    try TemporaryDirectory.write("", to: path)
    chmod(directory, 0o755)
    func verdict(_ mode: mode_t, inGroup: Bool) throws -> Finding? {
      chmod(path, mode)
      return KapacitorAccess(account: try stranger(inGroup: inGroup)).finding(
        socket: path, udf: "a")
    }
    XCTAssertEqual(try verdict(0o660, inGroup: true)?.verdict, .good)
    XCTAssertEqual(try verdict(0o666, inGroup: false)?.verdict, .good)
    let refused = try XCTUnwrap(try verdict(0o660, inGroup: false))
    XCTAssertEqual(refused.verdict, .bad)
    XCTAssertTrue(
      refused.text.hasPrefix("udf a: user kapacitor may not open \(path): it is "), refused.text)
    XCTAssertTrue(try XCTUnwrap(refused.remedy).hasPrefix("usermod -aG "))
    chmod(directory, 0o700)
    XCTAssertEqual(
      try verdict(0o666, inGroup: false)?.text,
      "udf a: user kapacitor may not open \(path): it may not enter \(directory)")
    XCTAssertNil(KapacitorAccess(account: nil).finding(socket: path, udf: "a"))
    XCTAssertNil(Account(named: "no-such-user-here"))
    XCTAssertEqual(Account(named: "root")?.user, 0)
  }

  /// Kapacitor shows it as executing; only the daemon knows that it is not connected.
  func testATaskThatWasCutOff() throws {
    let configuration = try Configuration(
      ConfigurationSource(
        file: "udfd.toml", contents: Array("[udf.a]\nhandler = 'mirror'\n".utf8)),
      registry: .builtIn)
    let catalog = try UDFCatalog(configuration, registry: .builtIn, store: ModelStore())
    func task(_ error: String = "", isExecuting: Bool = true) -> KapacitorTasks.Task {
      KapacitorTasks.Task(
        name: "t", script: "stream|from()@a()", isEnabled: true, isExecuting: isExecuting,
        error: error)
    }
    func findings(_ task: KapacitorTasks.Task, _ connected: Set<KapacitorTasks.Use>?) -> [String] {
      KapacitorTasks.findings([task], catalog, connected).map(\.line)
    }
    let cutOff = findings(task(), [])
    XCTAssertEqual(cutOff.count, 1)
    XCTAssertTrue(cutOff[0].contains("task t is executing, says kapacitord, and is not"), cutOff[0])
    XCTAssertTrue(cutOff[0].contains("kapacitor disable t && kapacitor enable t"), cutOff[0])
    for connected in [nil, [KapacitorTasks.Use(udf: "a", task: "t")]] as [Set<KapacitorTasks.Use>?]
    {
      XCTAssertTrue(findings(task(), connected)[0].contains("kapacitord answers"))
    }
    // What Kapacitor runs as a process of its own is not the daemon's.
    let ofProcesses = KapacitorTasks.findings([task()], catalog, [], ofProcesses: ["a"])
    XCTAssertTrue(ofProcesses[0].line.contains("kapacitord answers"), ofProcesses[0].line)
    // One finding for a task is enough.
    XCTAssertEqual(findings(task("broken", isExecuting: false), []).count, 1)
  }

  /// The user who asks sees these files, the service does not: reading them here would prove nothing.
  func testModelsThatTheUnitHides() throws {
    func findings(_ path: String) -> [Finding] {
      let text = """
        [daemon]
        control_socket = "\(directory)/control"
        [models.pump]
        path = "\(path)"
        """
      return Doctor(
        ConfigurationSource(file: "udfd.toml", contents: Array(text.utf8)), registry: .builtIn,
        kapacitorFile: "\(directory)/none", access: KapacitorAccess(account: nil),
        // The port of nobody.
        tasks: KapacitorTasks(url: "http://127.0.0.1:9")
      ).findings().filter { $0.text.contains("ProtectHome") }
    }
    for hidden in ["/home", "/root", "/run/user"] {
      let path = "\(hidden)/pump.pkl"
      XCTAssertEqual(
        findings(path),
        [
          .doubtful(
            "model pump: \(path) is hidden from the service (ProtectHome=)",
            "keep it in /var/lib/udfd/models")
        ])
    }
    XCTAssertEqual(findings("/homes/pump.pkl"), [])
  }

  func testKapacitorConf() throws {
    let conf = """
      hostname = "localhost"
      [udf]
      [udf.functions]
        [udf.functions.good]
          socket = "/run/udfd/good.sock"
          timeout = "10s"
        [udf.functions.late]
          socket = "/run/udfd/late.sock"
        [udf.functions.other]
          socket = "/run/udfd/renamed.sock"
          timeout = "10s"
        [udf.functions.child]
          prog = "/usr/bin/python"
          timeout = "10s"
        [udf.functions.gone]
          socket = "/run/udfd/gone.sock"
          timeout = "10s"
        [udf.functions.foreign]
          socket = "/tmp/foreign.sock"
          timeout = "10s"
      """
    let configuration = try KapacitorConfiguration(Array(conf.utf8), file: "kapacitor.conf")
    let names = ["good", "late", "renamed", "child", "missing"]
    let findings = configuration.findings(for: names.map { ($0, "/run/udfd/\($0).sock") })
    XCTAssertEqual(findings.map(\.verdict), [.good, .bad, .doubtful, .doubtful, .bad, .bad])
    XCTAssertEqual(
      findings.map(\.text),
      [
        "udf good: kapacitor.conf names its socket, timeout 10s",
        "udf late: kapacitor.conf:7:18 has no timeout of a second or more",
        "udf renamed: kapacitor.conf:9:18 calls its socket other",
        "udf child: kapacitor.conf:12:18 starts a program and does not use the daemon",
        "udf missing: kapacitor.conf does not name it",
        "kapacitor.conf:15:18 names /run/udfd/gone.sock, which no UDF serves: kapacitord waits for it at its "
          + "start, for five minutes, and then gives up",
      ])
  }
}
