/// A line on the terminal that says how many rows are done. Anywhere else, and where the answers go to
/// the same terminal, nothing.
struct RowProgress {
  private let console: Console?
  private static let width = 30

  init(_ context: CommandContext, sharesTerminal: Bool) {
    console = context.errors.isTerminal && !sharesTerminal ? context.errors : nil
  }

  func show(rows: Int, _ progress: (bytesRead: Int, size: Int?)) {
    console?.write("\r" + RowProgress.line(rows: rows, progress) + "\u{1b}[K")
    console?.flush()
  }

  func clear() {
    console?.write("\r\u{1b}[K")
    console?.flush()
  }

  static func line(rows: Int, _ progress: (bytesRead: Int, size: Int?)) -> String {
    guard let size = progress.size, size > 0 else { return "\(rows) rows" }
    let fraction = min(1, Double(progress.bytesRead) / Double(size))
    let filled = Int(fraction * Double(width))
    let bar = String(repeating: "#", count: filled) + String(repeating: "-", count: width - filled)
    return "[\(bar)] \(Int(fraction * 100))%  \(rows) rows"
  }
}
