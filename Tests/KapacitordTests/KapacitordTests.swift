import Foundation
import KapacitorPeer
import UDFWire
import XCTest

/// udfd as a process, a real kapacitord, and tasks between them.
final class KapacitordTests: XCTestCase {
  private var directory: TestDirectory!

  override func setUpWithError() throws {
    _ = try Kapacitord.program()
    directory = try TestDirectory()
  }

  override func tearDown() { directory = nil }

  private static let threshold = """
    [udf.threshold]
    handler = "threshold"
    """

  /// A daemon, a UDF at the end of the task that keeps what it sees, and Kapacitor.
  private func start(
    _ configuration: String, udfs: [String], snapshotInterval: String = "60s"
  ) throws -> (served: ServedConfiguration, collected: CollectingUDF, kapacitor: Kapacitord) {
    let served = try ServedConfiguration(directory, configuration)
    for udf in udfs { try served.waitForReadiness(of: udf) }
    let collecting = CollectingUDF()
    listening = try collecting.listen(at: directory.file("collect.sock"))
    var sockets = ["collect": directory.file("collect.sock")]
    for udf in udfs { sockets[udf] = served.socket(udf) }
    let kapacitor = try Kapacitord(
      directory, udfs: sockets, snapshotInterval: snapshotInterval)
    return (served, collecting, kapacitor)
  }

  private var listening: ListeningUDF?

  private func lines(_ range: Range<Int>, hosts: Int = 3) -> [String] {
    range.map { index in
      let value = index % 100 == 99 ? 500.0 : 10 + Double(index * 7 % 5)
      return
        "cpu,host=h\(index % hosts) load=\(value),n=\(index)i \(1_700_000_000_000_000_000 + index * 1_000_000)"
    }
  }

  private func number(_ point: Point) -> Int64? {
    if case .int(let number)? = point.fields["n"] { number } else { nil }
  }

  func testStream_throughThreshold_everyPointComesOut() throws {
    let (served, collected, kapacitor) = try start(Self.threshold, udfs: ["threshold"])
    try kapacitor.define(
      "scored",
      """
      stream|from().measurement('cpu').groupBy('host')
        @threshold().field('load').threshold(3.0).window_size(30)
        @collect()
      """)
    for start in stride(from: 0, to: 5_000, by: 500) {
      try kapacitor.write(lines(start..<start + 500))
    }
    try eventually("5000 points") { collected.points.count >= 5_000 }
    let points = collected.points
    XCTAssertEqual(Set(points.compactMap(number)), Set(0..<5_000))
    XCTAssertEqual(points.count, 5_000)
    let isScored = points.allSatisfy {
      $0.fields["anomaly_score"] != nil && $0.fields["anomaly_status"] != nil
    }
    XCTAssert(isScored)
    // The first values of a group have too few before them to be judged fairly.
    let spikes = points.filter { $0.fields["anomaly_status"] == .double(1) }.compactMap(number)
    XCTAssertEqual(
      Set(spikes.filter { $0 >= 100 }), Set((1..<50).map { Int64($0 * 100 + 99) }))
    try kapacitor.setEnabled("scored", false)
    try eventually("no connection") { try served.connections() == 0 }
    XCTAssertEqual(served.stop(), 0)
  }

  /// What the TICKscripts of a running Kapacitor get wrong, the doctor says: here a daemon whose configuration has changed
  /// since Kapacitor asked, so that Kapacitor took what the UDF does not take any more.
  func testTheDoctor_holdsTICKscriptsAgainstSignatures() throws {
    let (served, _, kapacitor) = try start(Self.threshold, udfs: ["threshold"])
    try kapacitor.define(
      "good", "stream|from().measurement('cpu')@threshold().field('load').threshold(3.0)@collect()")
    func doctor() throws -> String {
      let process = Process()
      let output = Pipe()
      process.executableURL = URL(fileURLWithPath: try ServedConfiguration.program())
      process.arguments = [
        "doctor", "--config", directory.file("udfd.toml"), "--kapacitor-conf",
        directory.file("kapacitor.conf"), "--kapacitor-url", kapacitor.url,
      ]
      process.standardOutput = output
      try process.run()
      defer { process.waitUntilExit() }
      return String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    }
    let fine = try doctor()
    XCTAssertTrue(
      fine.contains(
        "ok   kapacitord answers; 1 of its 1 tasks uses these UDFs, as their signatures say"), fine)
    XCTAssertTrue(fine.contains("ok   udf threshold: kapacitor.conf names its socket"), fine)
    try kapacitor.define(
      "refused",
      "stream\n  |from().measurement('cpu')\n  @threshold()\n    .field('load')\n    .window_size(0)\n  @collect()"
    )
    let wrong = try doctor()
    XCTAssertTrue(wrong.contains("BAD  task refused stands still: "), wrong)
    // Another handler under the same name: what the scripts say does not fit any more. Lines are those of the script as
    // Kapacitor formats and shows it.
    let path = directory.file("udfd.toml")
    let configuration = try String(contentsOfFile: path, encoding: .utf8)
    try directory.write(
      configuration.replacing("handler = \"threshold\"", with: "handler = \"mirror\""),
      to: "udfd.toml")
    let changed = try doctor()
    XCTAssertTrue(
      changed.contains("BAD  task good, line 5: @threshold() has no option .field()"), changed)
    XCTAssertTrue(
      changed.contains("BAD  task refused, line 5: @threshold() has no option .field()"), changed)
    kapacitor.stop()
    XCTAssertTrue(try doctor().contains("?    the TICKscripts were not looked at: "))
    XCTAssertEqual(served.stop(), 0)
  }

  func testStream_throughWindTurbine_everyPointComesOut() throws {
    let (served, collected, kapacitor) = try start(
      """
      [models.turbine]
      path = "\(Self.fixture("turbine.pkl"))"
      [udf.wind_turbine]
      handler = "wind_turbine"
      model = "turbine"
      """, udfs: ["wind_turbine"])
    try kapacitor.define(
      "turbines",
      """
      stream|from().measurement('turbine').groupBy('source')
        @wind_turbine()
        @collect()
      """)
    // The fixture predicts 160.3 kW for each m/s, less 243.3 kW: half of that is an anomaly of the highest level.
    let lines = (0..<3_000).map { index -> String in
      let speed = 3.5 + Double(index % 100) / 10
      let power = (160.3 * speed - 243.3) * (index % 10 == 9 ? 0.5 : 1)
      return
        "turbine,source=T\(index % 4) wind_speed=\(speed),grid_active_power=\(power),n=\(index)i \(1_700_000_000_000_000_000 + index * 1_000_000)"
    }
    for start in stride(from: 0, to: 3_000, by: 500) {
      try kapacitor.write(Array(lines[start..<start + 500]))
    }
    try eventually("3000 points") { collected.points.count >= 3_000 }
    let points = collected.points
    XCTAssertEqual(points.compactMap(number).sorted(), (0..<3_000).map(Int64.init))
    for point in points {
      let expected = number(point)! % 10 == 9 ? 1.0 : 0.0
      XCTAssertEqual(point.fields["anomaly_status"], .double(expected))
    }
    try kapacitor.setEnabled("turbines", false)
    try eventually("no connection") { try served.connections() == 0 }
  }

  /// Made by scripts/make-demo-data with scikit-learn.
  private static func fixture(_ name: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Fixtures/\(name)").path
  }

  func testTasksThatStopStartAndChange_leaveNothingBehind() throws {
    let (served, collected, kapacitor) = try start(Self.threshold, udfs: ["threshold"])
    func script(_ window: Int) -> String {
      """
      stream|from().measurement('cpu').groupBy('host')
        @threshold().field('load').window_size(\(window))
        @collect()
      """
    }
    try kapacitor.define("changing", script(10))
    for round in 0..<5 {
      try eventually("one connection") { try served.connections() == 1 }
      collected.clear()
      try kapacitor.write(lines(round * 100..<round * 100 + 100))
      try eventually("100 points") { collected.points.count == 100 }
      try kapacitor.setEnabled("changing", false)
      try eventually("no connection") { try served.connections() == 0 }
      try kapacitor.redefine("changing", script(11 + round))
      try kapacitor.setEnabled("changing", true)
    }
    // Redefined while it runs, Kapacitor goes on with the old script until the task is started again.
    try kapacitor.redefine("changing", script(50))
    try kapacitor.setEnabled("changing", false)
    try kapacitor.setEnabled("changing", true)
    try eventually("one connection") { try served.connections() == 1 }
    try kapacitor.setEnabled("changing", false)
    try eventually("no connection") { try served.connections() == 0 }
    XCTAssertEqual(served.stop(), 0)
  }

  func testKapacitordRestart_leavesNothingBehind_andRestoresSnapshots() throws {
    let (served, collected, kapacitor) = try start(
      Self.threshold, udfs: ["threshold"], snapshotInterval: "100ms")
    try kapacitor.define(
      "kept",
      """
      stream|from().measurement('cpu').groupBy('host')
        @threshold().field('load').window_size(30)
        @collect()
      """)
    try kapacitor.write(lines(0..<300))
    try eventually("300 points") { collected.points.count == 300 }
    for _ in 0..<3 {
      kapacitor.stop()
      try eventually("no connection") { try served.connections() == 0 }
      try kapacitor.start()
      try eventually("the task's connection") { try served.connections() == 1 }
    }
    collected.clear()
    try kapacitor.write(lines(300..<400))
    try eventually("100 points") { collected.points.count == 100 }
    XCTAssertEqual(try kapacitor.state(of: "kept").error, "")
    kapacitor.stop()
    try eventually("no connection") { try served.connections() == 0 }
  }

  /// A replay's input ends by itself: Kapacitor half-closes and reads until the UDF closes. Its own Go agent loses the
  /// last points here.
  func testTaskWhoseInputEnds_getsEveryPoint() throws {
    let (served, collected, kapacitor) = try start(Self.threshold, udfs: ["threshold"])
    try kapacitor.define(
      "replayed",
      """
      stream|from().measurement('cpu').groupBy('host')
        @threshold().field('load')
        @collect()
      """)
    // Points are of November 2023, one a millisecond.
    let stop = Date(timeIntervalSince1970: 1_700_000_100)
    try kapacitor.record("recording", of: "cpu", for: "replayed", until: stop) {
      try kapacitor.write(lines(0..<2_000))
    }
    // Kapacitor itself dies of a task that is disabled while answers are on their way (docs/troubleshooting.md).
    try eventually("what was recorded") { collected.points.count == 2_000 }
    try kapacitor.setEnabled("replayed", false)
    try eventually("no connection") { try served.connections() == 0 }
    collected.clear()
    XCTAssertEqual(try kapacitor.replay("recording", through: "replayed"), "")
    XCTAssertEqual(collected.points.compactMap(number).sorted(), (0..<2_000).map(Int64.init))
    try eventually("no connection") { try served.connections() == 0 }
  }

  func testRefusedInit_isTheErrorThatTheTaskShows() throws {
    let (served, _, kapacitor) = try start(Self.threshold, udfs: ["threshold"])
    try kapacitor.define(
      "refused",
      """
      stream|from().measurement('cpu')
        @threshold().field('load').window_size(1)
        @collect()
      """)
    try eventually("the refusal") {
      let state = try kapacitor.state(of: "refused")
      return !state.isExecuting && state.error.contains("window_size")
    }
    try eventually("no connection") { try served.connections() == 0 }
  }
}
