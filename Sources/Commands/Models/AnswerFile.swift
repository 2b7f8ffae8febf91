import Glibc

/// Where lines go: standard output, or a file that is replaced.
final class AnswerFile {
  private let console: Console
  private let descriptor: Int32?

  init(path: String?, _ context: CommandContext) throws(UsageError) {
    guard let path, path != "-" else {
      console = context.output
      descriptor = nil
      return
    }
    let opened = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard opened >= 0 else {
      throw UsageError("--output: cannot open \(path): \(String(cString: strerror(errno)))")
    }
    descriptor = opened
    console = Console(descriptor: opened)
  }

  deinit {
    if let descriptor { Glibc.close(descriptor) }
  }

  var isTerminal: Bool { console.isTerminal }

  func write(_ line: String) { console.print(line) }

  func close() {
    console.flush()
  }
}
