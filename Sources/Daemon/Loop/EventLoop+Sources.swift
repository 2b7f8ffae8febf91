import CKernel

/// Descriptors that are no connections, and deadlines. On the loop's thread alone.
extension EventLoop {
  /// Watches a descriptor for reading, level-triggered, until `unwatch`.
  public func watch(_ descriptor: Int32, _ source: any EventSource) throws(SystemError) {
    checkIsolated()
    let code = kernel_epoll_add(
      epoll, descriptor, KERNEL_READABLE.rawValue,
      Self.sourceMark | UInt64(UInt32(bitPattern: descriptor)))
    guard code == 0 else { throw SystemError("epoll_ctl", code: code) }
    sources[descriptor] = source
  }

  /// Stops and resumes the reports of a watched descriptor.
  public func pauseWatching(_ descriptor: Int32, _ isPaused: Bool) {
    checkIsolated()
    _ = kernel_epoll_change(
      epoll, descriptor, isPaused ? 0 : KERNEL_READABLE.rawValue,
      Self.sourceMark | UInt64(UInt32(bitPattern: descriptor)))
  }

  /// To be called before the descriptor is closed: a duplicate of it elsewhere would keep epoll reporting it.
  public func unwatch(_ descriptor: Int32) {
    checkIsolated()
    if sources.removeValue(forKey: descriptor) != nil { _ = kernel_epoll_remove(epoll, descriptor) }
  }

  /// Runs an action on the loop at a monotonic time.
  public func schedule(at deadline: Int64, _ action: @escaping @Sendable () -> Void) {
    checkIsolated()
    timers.add(deadline, action)
  }
}
