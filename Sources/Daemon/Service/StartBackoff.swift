import CKernel
import Glibc

/// Slows down a service that fails to start again and again. The unit has no start limit, since a unit that gives
/// up drops its descriptor store and with it every connection that could still be adopted.
struct StartBackoff {
  static let maximumSeconds: Int64 = 30

  /// In the runtime directory that systemd makes; nil outside of it, where nobody restarts us.
  private let file: String?

  init(environment: [String: String]) {
    // The first of possibly several.
    file = environment["RUNTIME_DIRECTORY"]?.split(separator: ":").first.map {
      "\($0)/failed-starts"
    }
  }

  /// Notes one more failure.
  ///
  /// - Returns: how long to wait before exiting: nothing the first time, when someone may be looking at
  ///   `systemctl start`, then 0.1 s, doubling.
  func noteFailure() -> Int64 {
    guard let file else { return 0 }
    let count = min(StartBackoff.read(file) + 1, 20)
    StartBackoff.write(count, to: file)
    guard count > 1 else { return 0 }
    return min(StartBackoff.maximumSeconds * 1_000_000_000, 100_000_000 << (count - 2))
  }

  func noteSuccess() {
    if let file { unlink(file) }
  }

  private static func read(_ file: String) -> Int64 {
    let descriptor = kernel_open(file, O_RDONLY | O_NOFOLLOW, 0)
    guard descriptor >= 0 else { return 0 }
    defer { kernel_close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 16)
    let count = Glibc.read(descriptor, &bytes, bytes.count)
    return Int64(String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)) ?? 0
  }

  private static func write(_ count: Int64, to file: String) {
    let descriptor = kernel_open(file, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { return }
    defer { kernel_close(descriptor) }
    let text = Array(String(count).utf8)
    _ = text.withUnsafeBytes { kernel_write(descriptor, $0.baseAddress, UInt64($0.count)) }
  }
}
