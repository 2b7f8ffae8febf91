import Foundation
import KapacitorPeer
import UDFWire
import XCTest

/// Tasks of a real kapacitord go on while their UDFs' daemon is restarted and killed. scripts/test-continuity runs this
/// with larger numbers.
final class KapacitorContinuityTests: XCTestCase {
  private var directory: TestDirectory!
  private var steadyDirectory: TestDirectory!

  override func setUpWithError() throws {
    _ = try Kapacitord.program()
    directory = try TestDirectory()
    steadyDirectory = try TestDirectory()
  }

  override func tearDown() {
    directory = nil
    steadyDirectory = nil
  }

  private static func rounds(_ variable: String, _ usual: Int) -> Int {
    ProcessInfo.processInfo.environment[variable].flatMap(Int.init) ?? usual
  }

  private static let pointsPerRound = 200

  private func lines(_ round: Int) -> [String] {
    (0..<Self.pointsPerRound).map { index in
      let number = round * Self.pointsPerRound + index
      let load = 10 + Double(number * 7919 % 101) / 10
      let time = 1_700_000_000_000_000_000 + number * 1_000_000
      return "cpu,host=h\(number % 3) load=\(load),n=\(number)i \(time)"
    }
  }

  private struct Score: Hashable {
    let number: FieldValue?
    let host: String?
    let score: FieldValue?

    init(_ point: Point) {
      number = point.fields["n"]
      host = point.tags["host"]
      score = point.fields["anomaly_score"]
    }

    func hash(into hasher: inout Hasher) { hasher.combine(host) }
  }

  /// Two tasks with the same points, one over a daemon that is left alone: what they see must be the same.
  private func run(rounds: Int, isPlanned: @escaping (Int) -> Bool) throws {
    let udf = "[udf.threshold]\nhandler = \"threshold\"\n"
    let shaken = try ServedConfiguration(directory, udf, command: "supervise")
    let steady = try ServedConfiguration(steadyDirectory, udf)
    for served in [shaken, steady] { try served.waitForReadiness(of: "threshold") }
    let (seen, expected) = (CollectingUDF(), CollectingUDF())
    let listening = [
      try seen.listen(at: directory.file("seen.sock")),
      try expected.listen(at: directory.file("expected.sock")),
    ]
    let kapacitor = try Kapacitord(
      directory,
      udfs: [
        "shaken": shaken.socket("threshold"), "steady": steady.socket("threshold"),
        "seen": directory.file("seen.sock"), "expected": directory.file("expected.sock"),
      ], snapshotInterval: "300ms")
    for (task, collector) in [("shaken", "seen"), ("steady", "expected")] {
      try kapacitor.define(
        task,
        """
        stream|from().measurement('cpu').groupBy('host')
          @\(task)().field('load').window_size(100)
          @\(collector)()
        """)
    }
    for round in 0..<rounds {
      try kapacitor.write(lines(round))
      // Not a wait for something to happen: the instant of the end is the experiment.
      usleep(.random(in: 0...20_000))
      try shaken.replaceDaemon(isPlanned: isPlanned(round))
    }
    let count = rounds * Self.pointsPerRound
    for collected in [seen, expected] {
      try eventually("\(count) points") { collected.points.count >= count }
    }
    for task in ["shaken", "steady"] {
      let state = try kapacitor.state(of: task)
      XCTAssertTrue(state.isExecuting, task)
      XCTAssertEqual(state.error, "", task)
    }
    let errors = kapacitor.log.split(separator: "\n").filter { $0.contains("lvl=error") }
    XCTAssertEqual(errors, [], "Kapacitor has noticed")
    // In each group points keep their order; between groups Kapacitor promises none.
    for host in ["h0", "h1", "h2"] {
      let (ours, theirs) = (
        seen.points.map(Score.init).filter { $0.host == host },
        expected.points.map(Score.init).filter { $0.host == host }
      )
      XCTAssertEqual(ours.count, theirs.count)
      XCTAssertTrue(ours == theirs, "scored differently from an unbroken run")
    }
    withExtendedLifetime(listening) {}
  }

  func testKills_noTaskNotices() throws {
    try run(rounds: Self.rounds("UDFD_CONTINUITY_KILLS", 25)) { _ in false }
  }

  func testPlannedRestarts_noTaskNotices() throws {
    try run(rounds: Self.rounds("UDFD_CONTINUITY_RESTARTS", 5)) { _ in true }
  }
}
