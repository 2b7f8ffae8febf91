import CKernel
import Daemon
import Glibc
import KapacitorUDF
import Locks

/// A daemon as `udfd serve` is one, without configuration and systemd: the tests of continuity start it, kill it and
/// start it again, and stand for the fd store themselves.
///
///     continuity-child LISTENER STORE QUARANTINE MAX_BUSY_MS [NAME:DESCRIPTOR,DESCRIPTOR ...]
@main
enum Child {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count >= 5, let listener = Int32(arguments[1]),
      let storeSocket = Int32(arguments[2]),
      let maximumBusy = Int64(arguments[4])
    else { exit(2) }
    SignalThread.block([SIGTERM])
    kernel_mark_faults()
    let daemon = try UDFDaemon(
      settings: DaemonSettings(
        loops: 2, maximumBusyNanoseconds: maximumBusy * 1_000_000, quarantineDirectory: arguments[3]
      ),
      services: HandlerServices(log: StandardErrorLog(minimumLevel: .warning)),
      store: MessageStore(storeSocket))
    // One listener serves one UDF, and which one is told by its name in the store: the test chooses by environment.
    let definition = try ChildHandlers.definition(named: String(cString: getenv("UDF")))
    try daemon.serve([
      UDFService(
        definition: definition, socket: SocketSettings(path: "/inherited"),
        activatedSocket: listener,
        // What is given back too early shows in what comes after a kill.
        connection: ConnectionSettings(trimming: .always))
    ])
    let report = daemon.adopt(arguments.dropFirst(5).compactMap(stored))
    if report.refused > 0 { print("refused \(report.refused)") }
    let stop = Latch()
    try SignalThread.start([SIGTERM]) { _ in stop.open() }
    stop.wait()
    daemon.handOver(within: 2_000_000_000)
    exit(0)
  }

  private static func stored(_ text: String) -> StoredConnection? {
    let parts = text.split(separator: ":")
    guard parts.count == 2 else { return nil }
    return StoredConnection(
      name: String(parts[0]), descriptors: parts[1].split(separator: ",").compactMap { Int32($0) })
  }
}
