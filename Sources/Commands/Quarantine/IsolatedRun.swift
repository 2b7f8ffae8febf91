import Glibc
import KapacitorUDF

/// Runs this very program in a child, so that what kills it does not kill us.
enum IsolatedRun {
  enum Ending: Equatable {
    case exited(Int32)
    case killed(signal: Int32, name: String)
    /// It had not ended in time, and was killed.
    case stuck
  }

  private static let program = "/proc/self/exe"

  /// Standard output and error are shared with the child.
  static func run(
    _ arguments: [String], _ environment: [String: String], within nanoseconds: Int64
  ) throws -> Ending {
    var vector = (["udfd"] + arguments).map { strdup($0) } + [nil]
    var variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in vector + variables { free(text) } }
    var process: pid_t = 0
    let code = posix_spawn(&process, program, nil, nil, &vector, &variables)
    guard code == 0 else {
      throw QuarantineError(description: "cannot start a child: \(String(cString: strerror(code)))")
    }
    return wait(for: process, within: nanoseconds)
  }

  private static func wait(for process: pid_t, within nanoseconds: Int64) -> Ending {
    var left = nanoseconds
    let pause: Int64 = 10_000_000
    var status: Int32 = 0
    var isStuck = false
    while true {
      let ended = waitpid(process, &status, isStuck ? 0 : WNOHANG)
      if ended == process { break }
      if ended < 0, errno != EINTR { return .exited(1) }
      guard !isStuck else { continue }
      guard left > 0 else {
        kill(process, SIGKILL)
        isStuck = true
        continue
      }
      usleep(UInt32(pause / 1_000))
      left -= pause
    }
    if isStuck { return .stuck }
    let signal = status & 0x7f
    guard signal != 0 else { return .exited(status >> 8 & 0xff) }
    return .killed(signal: signal, name: strsignal(signal).map { String(cString: $0) } ?? "unknown")
  }
}
