import CSystemd
import Glibc

/// The service manager that runs this process: systemd, or `udfd supervise`, which speaks the same protocol.
/// Without one (no NOTIFY_SOCKET) every message is quietly nothing.
public struct ServiceManager: Sendable {
  /// Whether anyone listens.
  public let isPresent: Bool
  /// How often the manager wants to hear that all is well; nil: it does not watch.
  public let watchdogNanoseconds: UInt64?
  /// How many descriptors the manager keeps for us; 0: none, so connections do not outlive the process.
  /// systemd says so in FDSTORE since version 254; for older ones the unit sets UDFD_FDSTORE_MAX beside
  /// FileDescriptorStoreMax, since an upload to a store that is off reports no error.
  public let storedDescriptorsMaximum: Int

  public init(environment: [String: String]) {
    isPresent = environment["NOTIFY_SOCKET"].map { !$0.isEmpty } ?? false
    let kept = environment["FDSTORE"] ?? environment["UDFD_FDSTORE_MAX"]
    storedDescriptorsMaximum = isPresent ? max(0, kept.flatMap(Int.init) ?? 0) : 0
    var microseconds: UInt64 = 0
    // Checks WATCHDOG_PID too: a variable inherited from a parent's service is not for us.
    let isWatched = isPresent && sd_watchdog_enabled(0, &microseconds) > 0
    watchdogNanoseconds =
      isWatched ? microseconds.multipliedReportingOverflow(by: 1000).partialValue : nil
  }

  /// Start-up, or a reload, is complete.
  public func ready(status: String) { send(["READY=1", statusLine(status)]) }

  /// A reload has begun. Ends with `ready`.
  public func reloading() {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    let microseconds = Int64(now.tv_sec) * 1_000_000 + Int64(now.tv_nsec) / 1_000
    send(["RELOADING=1", "MONOTONIC_USEC=\(microseconds)", "STATUS=reloading"])
  }

  /// The process is on its way out.
  public func stopping(status: String) { send(["STOPPING=1", statusLine(status)]) }

  /// The line that `systemctl status` shows.
  public func status(_ line: String) { send([statusLine(line)]) }

  /// All loops are turning.
  public func alive() { send(["WATCHDOG=1"]) }

  /// Start-up, reload or stop takes longer: this much from now.
  public func extendTimeout(seconds: Int) { send(["EXTEND_TIMEOUT_USEC=\(seconds * 1_000_000)"]) }

  /// Gives duplicates of descriptors into the manager's keeping, under a name that no others have: the next
  /// process of this service is handed them. FDPOLL stays on, so that a socket whose peer has gone away leaves
  /// the store by itself.
  ///
  /// - Returns: false where the message could not be sent; that the store is full is not reported by anyone.
  public func store(_ descriptors: [Int32], name: String) -> Bool {
    precondition(DescriptorName.isValid(name), "not a name for a stored descriptor: \(name)")
    guard storedDescriptorsMaximum > 0 else { return false }
    return send(["FDSTORE=1", "FDNAME=\(name)"], descriptors: descriptors)
  }

  /// Has the manager let go of the descriptors of this name. Shut a socket down first: a duplicate kept
  /// elsewhere hides its end from the peer.
  @discardableResult
  public func removeStored(name: String) -> Bool {
    guard storedDescriptorsMaximum > 0 else { return false }
    return send(["FDSTOREREMOVE=1", "FDNAME=\(name)"])
  }

  /// Waits until the manager has read everything sent so far, so that no upload is lost with the process.
  @discardableResult
  public func barrier(timeoutMilliseconds: UInt64) -> Bool {
    isPresent && sd_notify_barrier(0, timeoutMilliseconds * 1_000) > 0
  }

  private func statusLine(_ text: String) -> String {
    // A line break would begin another field of the message.
    "STATUS=" + String(text.map { $0.isNewline ? " " : $0 })
  }

  @discardableResult
  private func send(_ fields: [String], descriptors: [Int32] = []) -> Bool {
    guard isPresent else { return false }
    let message = fields.joined(separator: "\n")
    return descriptors.withUnsafeBufferPointer { buffer in
      sd_pid_notify_with_fds(0, 0, message, buffer.baseAddress, UInt32(buffer.count)) > 0
    }
  }
}
