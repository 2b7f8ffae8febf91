import Foundation
import KapacitorPeer
import Synchronization
import UDFWire
import XCTest

/// Models swapped while points come as fast as the daemon takes them.
final class ReloadUnderLoadTests: XCTestCase {
  private static let configuration = """
    [models.turbine]
    path = "turbine.txt"
    [udf.wind]
    handler = "score"
    model = "turbine"
    [udf.wind.set]
    level = "prediction"
    """
  private static let rounds = 8

  /// Sends points numbered from 0 until told to stop.
  private final class Sender: Sendable {
    private let isStopped = Atomic<Bool>(false)
    private let sent = Atomic<Int>(0)
    private let ended = DispatchSemaphore(value: 0)

    init(_ task: KapacitorTask) {
      DispatchQueue.global().async { [self] in
        defer { ended.signal() }
        var number = 0
        while !isStopped.load(ordering: .relaxed) {
          let point = Point(
            name: "m", fields: ["wind_speed": .double(9), "number": .int(Int64(number))])
          do { try task.send(point) } catch { return }
          number += 1
          sent.store(number, ordering: .relaxed)
        }
      }
    }

    /// How many points were sent.
    func stop() -> Int {
      isStopped.store(true, ordering: .relaxed)
      ended.wait()
      return sent.load(ordering: .relaxed)
    }
  }

  /// Each model answers with a number of its own: no point is lost, doubled or moved, and the answers
  /// change once for each swap, so that no burst was scored by two generations.
  func testNothingIsLostAndNothingIsMixed() throws {
    let served = try ServedProcess(
      Self.configuration, files: ["turbine.txt": ModelText.step(1000)])
    try served.serve()
    let task = try served.task("wind")
    try task.initialize()
    let sender = Sender(task)
    for round in 1...Self.rounds {
      // Points before the swap, so that every model is seen to answer.
      try task.waitForData(count: task.receivedPoints.count + 200)
      try served.write(ModelText.step(Double(1000 + round)), to: "turbine.txt")
      XCTAssertEqual(try served.udfd("reload", "--wait").output, "model turbine swapped\n")
      try task.waitForData(count: task.receivedPoints.count + 200)
      try served.write("tree\nnonsense", to: "turbine.txt")
      let refused = try served.udfd("reload", "--wait")
      XCTAssertEqual(refused.status, 1)
      XCTAssertTrue(refused.errors.contains("nothing has changed: model turbine"), refused.errors)
    }
    try task.waitForData(count: task.receivedPoints.count + 200)
    let sent = sender.stop()
    try task.waitForData(count: sent)
    let points = task.receivedPoints
    XCTAssertEqual(points.count, sent)
    var levels: [Int] = []
    for (index, point) in points.enumerated() {
      guard point.fields["number"] == .int(Int64(index)),
        case .double(let level)? = point.fields["level"]
      else { return XCTFail("point \(index) came as \(point.fields)") }
      if levels.last != Int(level) { levels.append(Int(level)) }
    }
    XCTAssertEqual(levels, (0...Self.rounds).map { 1000 + $0 }, "of \(sent) points")
    try task.finish()
  }
}
