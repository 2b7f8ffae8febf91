import Glibc
import KapacitorPeer

/// A line on the terminal that says how far a replay is. Anywhere else, and where the answers go to the same terminal,
/// nothing.
struct ReplayProgressBar {
  private let console: Console?
  private static let width = 30

  init(_ context: CommandContext, outputPath: String) {
    let isShared = outputPath == "-" && context.output.isTerminal
    console = context.errors.isTerminal && !isShared ? context.errors : nil
  }

  func show(_ progress: Replay.Progress) {
    console?.write("\r" + Self.line(progress) + "\u{1b}[K")
    console?.flush()
  }

  func clear() {
    console?.write("\r\u{1b}[K")
    console?.flush()
  }

  static func line(_ progress: Replay.Progress) -> String {
    guard let bytes = progress.bytes, bytes > 0 else { return "\(progress.sent) points" }
    let fraction = min(1, Double(progress.bytesRead) / Double(bytes))
    let filled = Int(fraction * Double(width))
    let bar = String(repeating: "#", count: filled) + String(repeating: "-", count: width - filled)
    return "[\(bar)] \(Int(fraction * 100))%  \(progress.sent) points"
  }
}
