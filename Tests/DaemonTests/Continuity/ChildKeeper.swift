import CKernel
import Glibc
import XCTest

@testable import Daemon

/// Stands for the fd store and the service manager: starts the child, keeps what it stores, kills it, starts it again
/// with what was stored.
final class ChildKeeper {
  let path: String
  let quarantine: String
  private let udf: String
  private let maximumBusyMilliseconds: Int
  private let listener: Int32
  private var stored: [String: [Int32]] = [:]
  private var storeSocket: Int32 = -1
  private(set) var process: pid_t = 0
  private(set) var starts = 0
  /// How the children ended.
  private(set) var deaths: [Int32] = []

  init(_ udf: String, maximumBusyMilliseconds: Int = 0) throws {
    self.udf = udf
    self.maximumBusyMilliseconds = maximumBusyMilliseconds
    let directory = try ServedDirectory.temporaryDirectory()
    path = directory + "/udf.sock"
    quarantine = directory + "/quarantine"
    listener = kernel_unix_socket(1)
    guard kernel_bind(listener, path) == 0, kernel_listen(listener, 100) == 0 else {
      throw SystemError("bind", path, code: errno)
    }
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    limit.rlim_cur = min(limit.rlim_max, 8192)
    setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
  }

  deinit {
    stop(SIGKILL)
    for descriptors in stored.values { for descriptor in descriptors { close(descriptor) } }
    close(listener)
    for frame in QuarantinedFrame.list(in: quarantine) { unlink("\(quarantine)/\(frame.name)") }
    rmdir(quarantine)
    unlink(path)
    rmdir(String(path.dropLast("/udf.sock".count)))
  }

  var storedConnections: Int { stored.count }

  func start() throws {
    var pair: [Int32] = [0, 0]
    guard socketpair(AF_UNIX, Int32(SOCK_SEQPACKET.rawValue), 0, &pair) == 0 else {
      throw SystemError("socketpair", code: errno)
    }
    storeSocket = pair[0]
    _ = kernel_set_close_on_exec(pair[0], 1)
    _ = kernel_set_close_on_exec(pair[1], 1)
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    var next: Int32 = 2000
    func pass(_ descriptor: Int32) -> Int32 {
      posix_spawn_file_actions_adddup2(&actions, descriptor, next)
      next += 1
      return next - 1
    }
    var arguments = [
      Self.program, "\(pass(listener))", "\(pass(pair[1]))", quarantine,
      "\(maximumBusyMilliseconds)",
    ]
    for (name, descriptors) in stored {
      arguments.append("\(name):" + descriptors.map { "\(pass($0))" }.joined(separator: ","))
    }
    var vector: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    // What a sanitizer is told by scripts/test, it tells the child's as well.
    let names: [String] = ["TSAN_OPTIONS", "ASAN_OPTIONS", "SWIFT_BACKTRACE"]
    let handedOn = names.compactMap { (name: String) -> UnsafeMutablePointer<CChar>? in
      guard let value = getenv(name) else { return nil }
      return strdup("\(name)=\(String(cString: value))")
    }
    var environment: [UnsafeMutablePointer<CChar>?] = [strdup("UDF=\(udf)")] + handedOn + [nil]
    defer { for text in vector + environment { free(text) } }
    let code = posix_spawn(&process, Self.program, &actions, nil, &vector, &environment)
    close(pair[1])
    guard code == 0 else { throw SystemError("posix_spawn", Self.program, code: code) }
    starts += 1
  }

  /// The child's executable lies beside the tests'.
  private static let program: String = {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
    let path = String(
      decoding: buffer.prefix(max(0, count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return path[..<(path.lastIndex(of: "/") ?? path.startIndex)] + "/ContinuityChild"
  }()

  /// Ends the child by a signal and takes up what it had stored.
  func stop(_ signal: Int32) {
    guard process > 0 else { return }
    kill(process, signal)
    reap()
  }

  /// Waits for a child that dies by itself.
  func reap() {
    var status: Int32 = 0
    waitpid(process, &status, 0)
    deaths.append(status & 0x7f)
    process = 0
    takeUp()
    close(storeSocket)
    storeSocket = -1
  }

  func restart(_ signal: Int32) throws {
    stop(signal)
    try start()
  }

  /// Whether the child has died.
  func hasDied() -> Bool {
    var information = siginfo_t()
    return waitid(P_PID, id_t(process), &information, WEXITED | WNOHANG | WNOWAIT) == 0
      && information.si_signo == SIGCHLD
  }

  /// Reads what the child has sent to its store so far.
  func takeUp() {
    var text = [UInt8](repeating: 0, count: 512)
    var descriptors = [Int32](repeating: -1, count: Int(KERNEL_DESCRIPTORS_PER_MESSAGE))
    var count: UInt32 = 0
    var sender: Int32 = 0
    var user: UInt32 = 0
    while true {
      let bytes = kernel_receive_descriptors(
        storeSocket, &text, UInt64(text.count), &descriptors, &count, &sender, &user)
      guard bytes > 0 else { return }
      let message = String(decoding: text.prefix(Int(bytes)), as: UTF8.self)
      let name = String(message.dropFirst())
      if message.hasPrefix("+") {
        stored[name] = Array(descriptors.prefix(Int(count)))
      } else if let gone = stored.removeValue(forKey: name) {
        for descriptor in gone { close(descriptor) }
      }
    }
  }
}
