import Foundation
import Glibc

/// Just enough HTTP for Kapacitor's API: one request on one connection to the loopback address.
struct HTTPClient {
  struct Answer {
    let status: Int
    let body: String

    func json() throws -> [String: Any] {
      guard let object = try JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any]
      else { throw TestFailure("not a JSON object: \(body)") }
      return object
    }
  }

  let port: UInt16

  /// nil when no one listens yet.
  func send(_ method: String, _ path: String, _ body: String = "") -> Answer? {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    let status = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard status == 0 else { return nil }
    let head =
      "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
      + "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
    guard sendAll(Array((head + body).utf8), descriptor) else { return nil }
    return Self.answer(receiveAll(descriptor))
  }

  private func sendAll(_ bytes: [UInt8], _ descriptor: Int32) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }

  private func receiveAll(_ descriptor: Int32) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      guard count > 0 else { return bytes }
      bytes += buffer[..<count]
    }
  }

  private static func answer(_ bytes: [UInt8]) -> Answer? {
    let text = String(decoding: bytes, as: UTF8.self)
    let parts = text.components(separatedBy: "\r\n\r\n")
    guard let status = parts[0].split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
      return nil
    }
    var body = parts.dropFirst().joined(separator: "\r\n\r\n")
    if parts[0].lowercased().contains("transfer-encoding: chunked") { body = unchunked(body) }
    return Answer(status: status, body: body)
  }

  private static func unchunked(_ text: String) -> String {
    var rest = Array(text.utf8)[...]
    var body: [UInt8] = []
    while let end = rest.firstIndex(of: 13),
      let size = Int(String(decoding: rest[rest.startIndex..<end], as: UTF8.self), radix: 16),
      size > 0
    {
      let start = end + 2
      body += rest[start..<min(start + size, rest.endIndex)]
      rest = rest[min(start + size + 2, rest.endIndex)...]
    }
    return String(decoding: body, as: UTF8.self)
  }

  /// A port of the loopback address that no one uses at the moment.
  static func freePort() throws -> UInt16 {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let status = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
      }
    }
    guard status else { throw TestFailure("no free port") }
    return UInt16(bigEndian: address.sin_port)
  }
}
