import CKernel
import Glibc
import KapacitorPeer
import KapacitorUDF
import Locks
import UDFWire
import XCTest

@testable import Daemon

/// A daemon that is killed at random instants, and Kapacitor's tasks that do not notice.
final class KillTests: XCTestCase {
  /// Streams numbered points over several connections while the daemon dies again and again, and has the answers of each
  /// checked. With each kill a further share of the points may be sent: the last kill meets streams that move as the
  /// first does, however fast the machine is.
  private func stream(
    _ udf: String, connections: Int, points: Int, kills: Int, signal: Int32,
    check: @escaping @Sendable ([Response]) throws -> Void,
    file: StaticString = #filePath, line: UInt = #line
  ) throws {
    let keeper = try ChildKeeper(udf)
    try keeper.start()
    let initialised = Lock(0)
    let allInitialised = Latch()
    let share = points / kills
    let allowed = Monitor(share)
    let problems = Lock<[String]>([])
    let path = keeper.path
    let threads = (0..<connections).map { _ in
      (done: Latch(), answers: Monitor([Response]()))
    }
    for (done, answers) in threads {
      try LoopThread.start {
        do {
          try Self.run(path, points, allowed, answers) {
            let count = initialised.withLock { count in
              count += 1
              return count
            }
            if count == connections { allInitialised.open() }
          }
          try check(answers.withLock { $0 })
        } catch {
          problems.withLock { $0.append("\(error)") }
        }
        done.open()
      }
    }
    // A connection that is lost between accept and the upload to the store was never answered its Init: Kapacitor
    // reports such a task as not started, and this is about tasks that run.
    XCTAssertTrue(
      allInitialised.wait(until: kernel_monotonic_nanoseconds() + 60_000_000_000),
      "a task does not start", file: file, line: line)
    var random = SystemRandomNumberGenerator()
    while keeper.starts <= kills, problems.withLock({ $0.isEmpty }) {
      // Not a wait for something to happen: the instant of the kill is the experiment.
      usleep(UInt32.random(in: 1_000...40_000, using: &random))
      keeper.takeUp()
      try keeper.restart(signal)
      allowed.withLock { $0 += share }
    }
    allowed.withLock { $0 = points }
    for (done, answers) in threads {
      // A task hangs when no answer comes for a minute. One that is slow (under a sanitizer) still moves.
      var seen = -1
      var isDone = false
      while !isDone, answers.withLock({ $0.count }) > seen {
        seen = answers.withLock { $0.count }
        isDone = done.wait(until: kernel_monotonic_nanoseconds() + 60_000_000_000)
      }
      XCTAssertTrue(
        isDone, "a task hangs after \(seen) of \(points) answers", file: file, line: line)
    }
    XCTAssertEqual(problems.withLock { $0 }, [], file: file, line: line)
    keeper.stop(SIGTERM)
    XCTAssertEqual(
      keeper.storedConnections, 0, "something is left in the store", file: file, line: line)
  }

  /// - Parameter allowed: how many points may have been sent by now.
  private static func run(
    _ path: String, _ points: Int, _ allowed: Monitor<Int>, _ answers: Monitor<[Response]>,
    initialised: () -> Void
  ) throws {
    var settings = TaskSettings()
    settings.timeout = .seconds(20)
    settings.writeMode = .bulk
    let task = try KapacitorTask(socket: path, settings: settings) { more in
      answers.withLock { $0 += more }
    }
    try task.initialize()
    initialised()
    for index in 0..<points {
      _ = allowed.wait(until: .max) { $0 > index ? true : nil }
      try task.send(.numbered(index))
    }
    try task.finish()
  }

  /// The answers are those of an unbroken run.
  private static func are(
    _ points: Int, _ expect: @escaping @Sendable (Int) -> Point
  ) -> @Sendable ([Response]) throws -> Void {
    { answers in
      guard answers.count == points else {
        throw KillProblem(text: "\(answers.count) of \(points) answers")
      }
      for index in 0..<points where answers[index] != .point(expect(index)) {
        throw KillProblem(text: "answer \(index) is \(answers[index])")
      }
    }
  }

  private struct KillProblem: Error, CustomStringConvertible {
    let text: String
    var description: String { text }
  }

  private static let summed: @Sendable (Int) -> Point = { index in
    var point = Point.numbered(index)
    point.fields["sum"] = .int(Int64(index * (index + 1) / 2))
    return point
  }

  func testKill_losesDoublesAndReordersNothing() throws {
    try stream(
      "passing", connections: 8, points: 15_000, kills: 60, signal: SIGKILL,
      check: Self.are(15_000) { .numbered($0) })
  }

  func testKill_leavesStateAsInAnUnbrokenRun() throws {
    try stream(
      "summing", connections: 4, points: 10_000, kills: 40, signal: SIGKILL,
      check: Self.are(10_000, Self.summed))
  }

  /// A handler draws what it would have drawn, and no two tasks draw the same.
  func testKill_leavesChanceAsInAnUnbrokenRun() throws {
    let seeds = Lock<Set<Int64>>([])
    try stream("drawing", connections: 4, points: 7_500, kills: 30, signal: SIGKILL) { answers in
      guard case .point(let first)? = answers.first, case .int(let seed) = first.fields["seed"]
      else { throw KillProblem(text: "no seed") }
      seeds.withLock { _ = $0.insert(seed) }
      var chance = SeededGenerator(seed: UInt64(bitPattern: seed))
      let expected: [Response] = (0..<7_500).map { index in
        var point = Point.numbered(index)
        point.fields["seed"] = .int(seed)
        point.fields["drawn"] = .int(Int64.random(in: 0...1_000_000, using: &chance))
        return .point(point)
      }
      guard answers == expected else { throw KillProblem(text: "other numbers were drawn") }
    }
    XCTAssertEqual(seeds.withLock { $0.count }, 4)
  }

  /// Times that a handler was told are inputs. Every point is counted once, and what was said of the times before still
  /// holds after each crash.
  func testKill_tellsHandlersTheSameTimesAgain() throws {
    try stream("timed", connections: 4, points: 16_000, kills: 40, signal: SIGKILL) { answers in
      var counted: Int64 = 0
      var told: Int64 = 0
      for answer in answers {
        guard case .point(let point) = answer, case .int(let count) = point.fields["count"] else {
          throw KillProblem(text: "an answer is \(answer)")
        }
        counted += count
        told &+= point.timeNanoseconds
        guard point.fields["told"] == .int(told) else {
          throw KillProblem(text: "of \(told) told it is said: \(point.fields)")
        }
      }
      guard counted == 16_000 else { throw KillProblem(text: "only \(counted) points counted") }
    }
  }

  func testHandOver_losesNothing() throws {
    try stream(
      "passing", connections: 4, points: 20_000, kills: 20, signal: SIGTERM,
      check: Self.are(20_000) { .numbered($0) })
    try stream(
      "summing", connections: 4, points: 20_000, kills: 20, signal: SIGTERM,
      check: Self.are(20_000, Self.summed))
  }
}
