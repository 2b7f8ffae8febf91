/// Blocking work on a thread of its own, for programs around the daemon.
public enum BackgroundThread {
  public static func start(_ work: @escaping @Sendable () -> Void) throws(SystemError) {
    try LoopThread.start(work)
  }
}
