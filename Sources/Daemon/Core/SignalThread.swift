import CKernel
import Glibc

/// Waits for signals on a thread of its own and reports them one by one: no code of ours ever runs in a signal handler.
public enum SignalThread {
  /// Blocks the signals in this thread and all that it starts later. Call it first of all, on the main thread.
  public static func block(_ signals: [Int32]) {
    _ = kernel_block_signals(mask(signals))
  }

  /// Reports the signals, which must have been blocked.
  public static func start(
    _ signals: [Int32], _ report: @escaping @Sendable (Int32) -> Void
  ) throws(SystemError) {
    let wanted = mask(signals)
    try LoopThread.start {
      kernel_name_thread("udfd signals")
      while true {
        let signal = kernel_wait_for_signal(wanted)
        if signal > 0 { report(signal) }
      }
    }
  }

  private static func mask(_ signals: [Int32]) -> UInt64 {
    signals.reduce(0) { $0 | 1 << UInt64($1 - 1) }
  }
}
