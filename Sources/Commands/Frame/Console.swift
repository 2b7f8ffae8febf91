import Glibc
import Locks
import Synchronization

/// Where a command prints: a descriptor, or memory in tests. Text is gathered and written in large pieces,
/// at the latest when the command ends; a reader that has gone away (`udfd ... | head`) is no error.
public final class Console: Sendable {
  private let descriptor: Int32?
  private let pending = Lock<[UInt8]>([])
  private let hasFailed = Atomic<Bool>(false)
  private static let flushThresholdBytes = 64 << 10

  public init(descriptor: Int32) {
    self.descriptor = descriptor
  }

  /// Keeps what is printed, for `text`.
  public init() {
    descriptor = nil
  }

  public var isTerminal: Bool { descriptor.map { isatty($0) == 1 } ?? false }

  /// Whether the reader has gone away: nobody will see what is printed.
  public var isClosed: Bool { hasFailed.load(ordering: .relaxed) }

  /// What was printed and not yet written; all of it where there is no descriptor.
  public var text: String { pending.withLock { String(decoding: $0, as: UTF8.self) } }

  public func print(_ line: String) { write(line + "\n") }

  public func write(_ text: String) {
    pending.withLock { bytes in
      bytes += text.utf8
      if bytes.count >= Console.flushThresholdBytes { flush(&bytes) }
    }
  }

  public func flush() {
    pending.withLock { flush(&$0) }
  }

  private func flush(_ bytes: inout [UInt8]) {
    guard let descriptor else { return }
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes { raw in
        // The range lies within `bytes`: written < count.
        Glibc.write(descriptor, raw.baseAddress! + written, raw.count - written)
      }
      if count > 0 {
        written += count
      } else if errno != EINTR {
        hasFailed.store(true, ordering: .relaxed)
        break
      }
    }
    bytes.removeAll(keepingCapacity: true)
  }
}
