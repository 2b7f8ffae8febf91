import CKernel
import Glibc
import KapacitorUDF

/// `udfd supervise`: a small parent of `udfd serve` where there is no systemd, in containers and tests. It speaks the
/// same protocol (NOTIFY_SOCKET, LISTEN_FDS, FDSTORE), keeps the child's connections, and starts it again.
///
/// One thread and no handler code: what a UDF does cannot hurt it.
public final class Supervisor {
  /// What the child is told that is kept for it: two descriptors for each connection.
  static let maximumDescriptors = 8192
  private static let signals = [SIGTERM, SIGINT, SIGHUP, SIGUSR1, SIGCHLD]
  private static let stopNanoseconds: Int64 = 30_000_000_000
  private static let abortNanoseconds: Int64 = 5_000_000_000

  private let executable: String
  private let arguments: [String]
  private let environment: [String: String]
  private let log: any LogSink
  private let directory: String
  private let notify: Int32
  private let signalDescriptor: Int32
  private var kept = KeptDescriptors()
  private var child: Int32 = 0
  private var isReady = false
  /// Some child has been ready: what is configured can be served.
  private var wasReady = false
  private var isStopping = false
  private var killTime: Int64 = .max
  private var watchdog: SupervisorWatchdog
  private var restart = SupervisorBackoff()

  /// - Parameter arguments: of the child, its name first: `udfd serve --config FILE`.
  public init(
    arguments: [String], environment: [String: String], log: any LogSink
  ) throws(SystemError) {
    SignalThread.block(Self.signals)
    // The path and not the file: a restart runs the binary that is on disk then.
    executable = try Self.ownPath()
    self.arguments = arguments
    self.environment = environment
    self.log = log
    watchdog = SupervisorWatchdog(environment: environment)
    var template = Array("/tmp/udfd-supervise.XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw SystemError("mkdtemp", code: errno) }
    directory = template.withUnsafeBytes { String(decoding: $0.dropLast(), as: UTF8.self) }
    notify = kernel_notify_socket("\(directory)/notify")
    guard notify >= 0 else { throw SystemError("socket", "\(directory)/notify", code: notify) }
    signalDescriptor = kernel_signal_descriptor(Self.signals.reduce(0) { $0 | 1 << UInt64($1 - 1) })
    guard signalDescriptor >= 0 else { throw SystemError("signalfd", code: signalDescriptor) }
  }

  private static func ownPath() throws(SystemError) -> String {
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = bytes.withUnsafeMutableBytes {
      readlink("/proc/self/exe", $0.bindMemory(to: CChar.self).baseAddress!, $0.count)
    }
    guard count > 0 else { throw SystemError("readlink", "/proc/self/exe", code: errno) }
    return String(decoding: bytes.prefix(count), as: UTF8.self)
  }

  deinit {
    unlink("\(directory)/notify")
    rmdir(directory)
  }

  /// Until a signal ends it, or the first child does not come up.
  ///
  /// - Returns: the exit status: of a child that ended by itself before any was ready, with nothing to keep. Whoever runs
  ///   the supervisor (a container's) is to know that, and not to see a service that starts for ever.
  public func run() -> Int32 {
    var exitStatus: Int32 = 0
    while !(isStopping && child == 0) {
      let now = kernel_monotonic_nanoseconds()
      if child == 0, !isStopping, now >= restart.time { start(now) }
      if now >= killTime, child != 0 { kill(child, SIGKILL) }
      if watchdog.isOver(at: now), child != 0 { abortChild() }
      wait(until: min(child == 0 && !isStopping ? restart.time : .max, killTime, watchdog.time))
      while let signal = nextSignal() { received(signal) }
      while receiveMessage() {}
      if let status = reap() {
        exitStatus = status
        isStopping = true
      }
    }
    kept.closeAll()
    log.write(.info, "supervise: stopped")
    return exitStatus
  }

  private func wait(until deadline: Int64) {
    var polled = [notify, signalDescriptor].map {
      pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
    }
    let left = deadline == .max ? -1 : max(0, deadline - kernel_monotonic_nanoseconds())
    // A round each minute forgets connections whose peer has gone while there is no child to say so.
    let milliseconds = left < 0 ? 60_000 : min(60_000, left / 1_000_000 + 1)
    _ = poll(&polled, nfds_t(polled.count), Int32(milliseconds))
  }

  // MARK: - The child

  private func start(_ now: Int64) {
    kept.removeHungUp()
    isReady = false
    watchdog.stop()
    restart.started(now)
    let result = ChildProcess.start(
      executable, arguments, environment.merging(childEnvironment()) { _, own in own },
      kept.entries.map(\.descriptor))
    guard result > 0 else {
      log.write(.error, "supervise: \(SystemError("fork", executable, code: result))")
      return restart.failed(now, isKilled: false, isKeeping: !kept.entries.isEmpty)
    }
    child = result
    restart.lastProcess = result
    log.write(
      .info, "supervise: started udfd (process \(child)) with \(kept.entries.count) descriptors")
  }

  private func childEnvironment() -> [String: String] {
    var variables = [
      "NOTIFY_SOCKET": "\(directory)/notify", "FDSTORE": "\(Self.maximumDescriptors)",
      SupervisorWatchdog.variable: "\(watchdog.limitNanoseconds / 1_000)",
    ]
    if !kept.entries.isEmpty {
      variables["LISTEN_FDS"] = "\(kept.entries.count)"
      variables["LISTEN_FDNAMES"] = kept.entries.map(\.name).joined(separator: ":")
    }
    return variables
  }

  /// - Returns: the status of a child after which there is no point in another.
  private func reap() -> Int32? {
    var status: Int32 = 0
    while true {
      let ended = kernel_reap(&status)
      guard ended > 0 else { return nil }
      // Orphans come to the first process of a container; only the child is ours.
      guard ended == child else { continue }
      child = 0
      killTime = .max
      watchdog.stop()
      // What it sent before it ended still counts.
      while receiveMessage() {}
      let now = kernel_monotonic_nanoseconds()
      if status == 0 || isReady {
        restart.ended(now)
      } else {
        restart.failed(now, isKilled: status > 128, isKeeping: !kept.entries.isEmpty)
      }
      guard !isStopping else { return nil }
      guard wasReady || status == 0 || status > 128 || !kept.entries.isEmpty else {
        log.write(.error, "supervise: udfd did not start: it ended with status \(status)")
        return status
      }
      let how = status > 128 ? "by signal \(status - 128)" : "with status \(status)"
      log.write(
        status == 0 ? .info : .error,
        "supervise: udfd ended \(how); starting it again, \(kept.entries.count) descriptors are kept"
      )
    }
  }

  // MARK: - Signals

  private func nextSignal() -> Int32? {
    let signal = kernel_next_signal(signalDescriptor)
    return signal > 0 ? signal : nil
  }

  private func received(_ signal: Int32) {
    switch signal {
    case SIGHUP: if child != 0 { kill(child, SIGHUP) }
    case SIGUSR1:
      log.write(.info, "supervise: a planned restart")
      endChild()
    case SIGTERM, SIGINT:
      isStopping = true
      endChild()
    default: break
    }
  }

  private func endChild() {
    guard child != 0 else { return }
    kill(child, SIGTERM)
    killTime = kernel_monotonic_nanoseconds() + Self.stopNanoseconds
  }

  /// A child that says nothing more: it cannot be asked to end.
  private func abortChild() {
    log.write(
      .error,
      "supervise: udfd (process \(child)) has not said for \(watchdog.limitNanoseconds / 1_000_000_000) s that its loops turn: it is ended"
    )
    watchdog.stop()
    kill(child, SIGABRT)
    // One that was stopped (SIGSTOP) takes no signal but this.
    kill(child, SIGCONT)
    killTime = min(killTime, kernel_monotonic_nanoseconds() + Self.abortNanoseconds)
  }

  // MARK: - Messages

  /// One message, if there is one. The sender must be the child itself: the kernel says who it is.
  private func receiveMessage() -> Bool {
    var bytes = [UInt8](repeating: 0, count: 8192)
    var descriptors = [Int32](repeating: -1, count: Int(KERNEL_DESCRIPTORS_PER_MESSAGE))
    var count: UInt32 = 0
    var process: Int32 = 0
    var user: UInt32 = 0
    let received = kernel_receive_descriptors(
      notify, &bytes, UInt64(bytes.count), &descriptors, &count, &process, &user)
    // A message that was cut has been thrown away whole, and the next one may be sound.
    guard received >= 0 else { return received == Int64(-EMSGSIZE) }
    let passed = Array(descriptors.prefix(Int(count)))
    let message = NotifyMessage(String(decoding: bytes.prefix(Int(received)), as: UTF8.self))
    guard isFromChild(process) else {
      for descriptor in passed { kernel_close(descriptor) }
      return true
    }
    handle(message, passed)
    return true
  }

  /// The last child counts as well: its messages may be read after it has ended.
  private func isFromChild(_ process: Int32) -> Bool {
    process > 0 && (process == child || (child == 0 && process == restart.lastProcess))
  }

  private func handle(_ message: NotifyMessage, _ descriptors: [Int32]) {
    if message.isSet("READY") {
      isReady = true
      wasReady = true
    }
    if message.isSet("READY") || message.isSet("WATCHDOG") {
      watchdog.fed(at: kernel_monotonic_nanoseconds())
    }
    if let name = message["FDNAME"], DescriptorName.isValid(name) {
      if message.isSet("FDSTORE") { return kept.add(descriptors, name: name) }
      if message.isSet("FDSTOREREMOVE") { kept.remove(name: name) }
    }
    // BARRIER=1 carries one: that it is closed is the answer.
    for descriptor in descriptors { kernel_close(descriptor) }
  }
}
