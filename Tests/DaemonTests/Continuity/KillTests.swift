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
  /// Streams numbered points over several connections for as long as the daemon dies again and again, and has the answers
  /// of each checked, with the number of points that were sent.
  private func stream(
    _ udf: String, connections: Int, kills: Int, signal: Int32,
    check: @escaping @Sendable (_ answers: [Response], _ sent: Int) throws -> Void,
    file: StaticString = #filePath, line: UInt = #line
  ) throws {
    let keeper = try ChildKeeper(udf)
    try keeper.start()
    let initialised = Lock(0)
    let allInitialised = Latch()
    let isOver = Latch()
    let problems = Lock<[String]>([])
    let path = keeper.path
    let threads = (0..<connections).map { _ in
      (done: Latch(), answers: Monitor([Response]()))
    }
    for (done, answers) in threads {
      try LoopThread.start {
        do {
          let sent = try Self.run(path, until: isOver, answers) {
            let count = initialised.withLock { count in
              count += 1
              return count
            }
            if count == connections { allInitialised.open() }
          }
          try check(answers.withLock { $0 }, sent)
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
    }
    isOver.open()
    for (done, answers) in threads {
      // A task hangs when no answer comes for a minute. One that is slow (under a sanitizer) still moves.
      var seen = -1
      var isDone = false
      while !isDone, answers.withLock({ $0.count }) > seen {
        seen = answers.withLock { $0.count }
        isDone = done.wait(until: kernel_monotonic_nanoseconds() + 60_000_000_000)
      }
      XCTAssertTrue(
        isDone, "a task hangs after \(seen) answers", file: file, line: line)
    }
    XCTAssertEqual(problems.withLock { $0 }, [], file: file, line: line)
    keeper.stop(SIGTERM)
    XCTAssertEqual(
      keeper.storedConnections, 0, "something is left in the store", file: file, line: line)
  }

  /// - Returns: how many points were sent.
  private static func run(
    _ path: String, until isOver: Latch, _ answers: Monitor<[Response]>,
    initialised: () -> Void
  ) throws -> Int {
    var settings = TaskSettings()
    settings.timeout = .seconds(20)
    settings.writeMode = .bulk
    let task = try KapacitorTask(socket: path, settings: settings) { more in
      answers.withLock { $0 += more }
    }
    try task.initialize()
    initialised()
    var sent = 0
    while sent < leastPoints || sent < mostPoints && !isOver.wait(until: 0) {
      try task.send(.numbered(sent))
      sent += 1
    }
    isOver.wait()
    try task.finish()
    return sent
  }

  private static let leastPoints = 2_000
  /// Comparing many more would take longer than streaming them.
  private static let mostPoints = 20_000

  /// The answers are those of an unbroken run.
  private static func are(
    _ expect: @escaping @Sendable (Int) -> Point
  ) -> @Sendable ([Response], Int) throws -> Void {
    { answers, sent in
      guard answers.count == sent else {
        throw KillProblem(text: "\(answers.count) of \(sent) answers")
      }
      for index in 0..<sent where answers[index] != .point(expect(index)) {
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
      "passing", connections: 8, kills: 60, signal: SIGKILL,
      check: Self.are { .numbered($0) })
  }

  func testKill_leavesStateAsInAnUnbrokenRun() throws {
    try stream(
      "summing", connections: 4, kills: 40, signal: SIGKILL,
      check: Self.are(Self.summed))
  }

  /// A handler draws what it would have drawn, and no two tasks draw the same.
  func testKill_leavesChanceAsInAnUnbrokenRun() throws {
    let seeds = Lock<Set<Int64>>([])
    try stream("drawing", connections: 4, kills: 30, signal: SIGKILL) { answers, sent in
      guard case .point(let first)? = answers.first, case .int(let seed) = first.fields["seed"]
      else { throw KillProblem(text: "no seed") }
      seeds.withLock { _ = $0.insert(seed) }
      var chance = SeededGenerator(seed: UInt64(bitPattern: seed))
      let expected: [Response] = (0..<sent).map { index in
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
    try stream("timed", connections: 4, kills: 40, signal: SIGKILL) { answers, sent in
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
      guard counted == sent else { throw KillProblem(text: "only \(counted) points counted") }
    }
  }

  func testHandOver_losesNothing() throws {
    try stream(
      "passing", connections: 4, kills: 20, signal: SIGTERM,
      check: Self.are { .numbered($0) })
    try stream(
      "summing", connections: 4, kills: 20, signal: SIGTERM,
      check: Self.are(Self.summed))
  }
}
