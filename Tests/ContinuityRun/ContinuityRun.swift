import Foundation
import KapacitorPeer

/// Tasks that stream as fast as they can while their daemon is restarted and killed, again and again: no connection may be
/// lost, and every answer must be that of an unbroken run.
struct ContinuityRun {
  private let settings: RunSettings
  private let daemon: ServedDaemon
  private var random: SeededRandom
  private var dataGaps = LatencyHistogram()
  private var silences = LatencyHistogram()

  init(_ settings: RunSettings) throws {
    self.settings = settings
    random = SeededRandom(state: settings.seed)
    daemon = try ServedDaemon(settings, command: "supervise")
  }

  mutating func run() throws {
    defer { daemon.stop() }
    let tasks = try tasks(in: daemon.directory) { _ in nil }
    let start = Clock.nanoseconds
    for task in tasks { try task.start() }
    do {
      try restart(tasks)
      try kill(tasks)
    } catch {
      print("the log ends:\n\(daemon.log.suffix(3_000))")
      throw error
    }
    for task in tasks { task.stop() }
    for task in tasks { task.waitForEnd() }
    try check(tasks)
    let seconds = Double(Clock.nanoseconds - start) / 1e9
    let points = tasks.reduce(0) { $0 + $1.outcome.points }
    print(
      "\(tasks.count) connections, \(settings.restarts) planned restarts, \(settings.kills) kills: "
        + "\(points) points in \(Int(seconds)) s, all answered, once and in order (seed \(settings.seed))"
    )
    report()
    if !settings.skipsReference { try compare(tasks) }
    if let limit = settings.gapMilliseconds, dataGaps.percentile(0.99) > Int64(limit) * 1_000_000 {
      throw AnswerStream.Problem(description: "the gap of a planned restart is over \(limit) ms")
    }
  }

  private func tasks(
    in directory: String, _ limit: (Int) -> Int64?
  ) throws -> [StreamingTask] {
    try (0..<settings.connections).map { number in
      try StreamingTask(
        settings.udfs[number % 2], number: number, directory: directory, limit: limit(number))
    }
  }

  // MARK: - Restarts

  private mutating func restart(_ tasks: [StreamingTask]) throws {
    var child = try daemon.nextChild(than: nil)
    for _ in 0..<settings.restarts {
      try waitForData(tasks, after: Clock.nanoseconds)
      usleep(UInt32.random(in: 0..<20_000, using: &random))
      for task in tasks { _ = task.takeGaps() }
      daemon.planRestart()
      child = try daemon.nextChild(than: child)
      try waitForData(tasks, after: Clock.nanoseconds)
      for task in tasks {
        let gaps = task.takeGaps()
        dataGaps.record(gaps.data)
        silences.record(gaps.silence)
      }
    }
  }

  private mutating func kill(_ tasks: [StreamingTask]) throws {
    var child = try daemon.nextChild(than: nil)
    for number in 0..<settings.kills {
      // Not a wait for something to happen: the instant of the kill is the experiment.
      usleep(
        UInt32.random(in: 0...UInt32(settings.killMilliseconds * 1_000), using: &random))
      Foundation.kill(child, SIGKILL)
      child = try daemon.nextChild(than: child)
      if number % 50 == 49 { try waitForData(tasks, after: Clock.nanoseconds) }
      if let problem = tasks.lazy.compactMap(\.problem).first {
        throw AnswerStream.Problem(description: "after \(number + 1) kills: \(problem)")
      }
    }
  }

  /// Until every task has had an answer.
  private func waitForData(_ tasks: [StreamingTask], after time: Int64) throws {
    let deadline = time + 60_000_000_000
    for task in tasks {
      while task.lastData < time {
        if let problem = task.problem { throw AnswerStream.Problem(description: problem) }
        guard Clock.nanoseconds < deadline else {
          throw AnswerStream.Problem(description: "\(task.name) hangs")
        }
        usleep(500)
      }
    }
  }

  private func check(_ tasks: [StreamingTask]) throws {
    let problems = tasks.compactMap(\.problem)
    guard problems.isEmpty else {
      print("the log ends:\n\(daemon.log.suffix(3_000))")
      throw AnswerStream.Problem(description: problems.joined(separator: "\n"))
    }
  }

  private func report() {
    guard dataGaps.count > 0 else { return }
    func line(_ histogram: LatencyHistogram) -> String {
      let shown = [0.5, 0.99].map { Double(histogram.percentile($0) / 100_000) / 10 }
      let most = Double(histogram.maximumNanoseconds / 100_000) / 10
      return "p50 \(shown[0]) ms, p99 \(shown[1]) ms, max \(most) ms"
    }
    print("  gap of a planned restart, for a task: \(line(dataGaps)) without an answer")
    print("                                        \(line(silences)) without a byte")
  }

  // MARK: - What an unbroken run answers

  private func compare(_ tasks: [StreamingTask]) throws {
    let reference = try ServedDaemon(settings, command: "serve")
    defer { reference.stop() }
    let limits = tasks.map(\.outcome.points)
    let unbroken = try self.tasks(in: reference.directory) { limits[$0] }
    for task in unbroken { try task.start() }
    for task in unbroken { task.waitForEnd() }
    try check(unbroken)
    for (broken, whole) in zip(tasks, unbroken) {
      guard broken.outcome.points == whole.outcome.points,
        broken.outcome.digest == whole.outcome.digest
      else {
        throw AnswerStream.Problem(
          description: "\(broken.name): its answers are not those of an unbroken run")
      }
    }
    print("  every answer is, byte for byte, that of an unbroken run")
  }
}

struct SeededRandom: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = (state ^ (state >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}
