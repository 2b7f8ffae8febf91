import CKernel
import Glibc

/// Asks a running daemon over its control socket.
public enum ControlClient {
  /// A status of thousands of connections is some megabytes.
  private static let maximumAnswerBytes = 64 << 20

  public static func status(at path: String, asText: Bool) throws(ControlError) -> String {
    try ask(.status(asText: asText), at: path)
  }

  /// Begins a reload; with `wait`, returns when it has been applied and throws why it was not.
  public static func reload(at path: String, wait: Bool) throws(ControlError) -> String {
    try ask(.reload(wait: wait), at: path)
  }

  private static func ask(_ request: ControlRequest, at path: String) throws(ControlError) -> String
  {
    let descriptor = kernel_unix_socket(0)
    guard descriptor >= 0 else { throw .unreachable(path: path, code: -descriptor) }
    defer { kernel_close(descriptor) }
    let connected = kernel_connect(descriptor, path)
    guard connected == 0 else { throw .unreachable(path: path, code: -connected) }
    // One line of a few bytes: a socket takes it whole. A daemon that turned us away has answered already.
    let line = Array((request.line + "\n").utf8)
    _ = line.withUnsafeBytes {
      send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
    }
    let answer = receive(descriptor)
    guard let answer = ControlAnswer(bytes: answer) else { throw .noAnswer(path: path) }
    guard answer.isOK else { throw .refused(answer.payload) }
    return answer.payload
  }

  /// All bytes up to the end.
  private static func receive(_ descriptor: Int32) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while bytes.count < maximumAnswerBytes {
      let count = read(descriptor, &buffer, buffer.count)
      if count > 0 {
        bytes += buffer.prefix(count)
      } else if count == 0 || errno != EINTR {
        break
      }
    }
    return bytes
  }
}
