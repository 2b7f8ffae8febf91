import Glibc

/// The terminal while it is drawn on: a screen of its own, keys read one by one. Left as it was found.
struct WatchTerminal {
  private let before: termios

  init() {
    var attributes = termios()
    tcgetattr(STDIN_FILENO, &attributes)
    before = attributes
  }

  func enter(_ output: Console) {
    var raw = before
    // Ctrl-C comes as a key, so that the terminal is put right before the end.
    raw.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG)
    tcsetattr(STDIN_FILENO, TCSANOW, &raw)
    // The other screen, without a cursor.
    output.write("\u{1b}[?1049h\u{1b}[?25l")
    output.flush()
  }

  func leave(_ output: Console) {
    output.write("\u{1b}[?25h\u{1b}[?1049l")
    output.flush()
    var attributes = before
    tcsetattr(STDIN_FILENO, TCSANOW, &attributes)
  }

  /// Draws over what is there, cut to the terminal's size, so that nothing scrolls or flickers.
  func draw(_ lines: [String], _ output: Console) {
    var size = winsize()
    let isKnown = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_row > 0
    let (rows, columns) = isKnown ? (Int(size.ws_row), Int(size.ws_col)) : (24, 80)
    var text = "\u{1b}[H"
    for line in lines.prefix(rows - 1) { text += line.prefix(columns) + "\u{1b}[K\r\n" }
    text += "\u{1b}[J"
    output.write(text)
    output.flush()
  }

  /// Whether q, ctrl-C or ctrl-D was pressed, or the terminal went away, within a time.
  func isEnded(within nanoseconds: Int64) -> Bool {
    var polled = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    guard poll(&polled, 1, Int32(clamping: nanoseconds / 1_000_000 + 1)) > 0 else { return false }
    var key: UInt8 = 0
    guard read(STDIN_FILENO, &key, 1) == 1 else { return true }
    return [UInt8(ascii: "q"), UInt8(ascii: "Q"), 3, 4].contains(key)
  }
}
