import Daemon
import Glibc

/// `udfd status --watch`: looks again and again, and shows what changed as rates.
struct StatusWatch {
  let controlSocket: String
  let intervalMilliseconds: Int64
  /// Looks; nil: without end.
  let count: Int?

  func run(_ output: Console) throws {
    let terminal = output.isTerminal ? WatchTerminal() : nil
    defer { terminal?.leave(output) }
    terminal?.enter(output)
    var earlier: StatusFigures?
    var due = Self.now()
    var looks = 0
    while true {
      let figures = look(&earlier, isFirst: looks == 0)
      show(try figures.get(), terminal, output)
      looks += 1
      if looks == count || output.isClosed { return }
      due += intervalMilliseconds * 1_000_000
      if wait(until: due, terminal) { return }
    }
  }

  /// What there is to show. A daemon that cannot be asked ends the first look; later ones wait for it, since it may
  /// be starting anew.
  private func look(
    _ earlier: inout StatusFigures?, isFirst: Bool
  ) -> Result<WatchView, any Error> {
    do {
      let text = try ControlClient.status(at: controlSocket, asText: false)
      guard let figures = StatusFigures(json: text) else {
        return .failure(ControlError.noAnswer(path: controlSocket))
      }
      defer { earlier = figures }
      return .success(WatchView(figures, since: earlier))
    } catch {
      return isFirst ? .failure(error) : .success(WatchView(absent: "\(error)"))
    }
  }

  private func show(_ view: WatchView, _ terminal: WatchTerminal?, _ output: Console) {
    if let terminal {
      terminal.draw(view.screen, output)
    } else {
      for line in view.lines { output.print(line) }
      output.flush()
    }
  }

  /// True when the user has had enough.
  private func wait(until due: Int64, _ terminal: WatchTerminal?) -> Bool {
    while true {
      let left = due - Self.now()
      guard left > 0 else { return false }
      if let terminal {
        if terminal.isEnded(within: left) { return true }
      } else {
        usleep(UInt32(clamping: min(left / 1_000 + 1, 500_000)))
      }
    }
  }

  private static func now() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
