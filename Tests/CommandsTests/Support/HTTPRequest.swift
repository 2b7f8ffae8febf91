import Foundation

/// One GET over a Unix socket or a loopback port, as simple as a scraper's.
enum HTTPRequest {
  struct Answer {
    let status: Int
    let head: String
    let body: String
  }

  static func get(_ path: String, socket: String, accept: String = "*/*") throws -> Answer {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: socket.utf8) }
    return try get(path, family: AF_UNIX, &address, host: "udfd", accept: accept)
  }

  static func get(_ path: String, port: UInt16, accept: String = "*/*") throws -> Answer {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    return try get(path, family: AF_INET, &address, host: "127.0.0.1:\(port)", accept: accept)
  }

  private static func get<Address>(
    _ path: String, family: Int32, _ address: inout Address, host: String, accept: String
  ) throws -> Answer {
    let descriptor = socket(family, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    let connected = withUnsafeBytes(of: &address) { bytes in
      connect(
        descriptor, bytes.baseAddress!.assumingMemoryBound(to: sockaddr.self),
        socklen_t(bytes.count))
    }
    guard connected == 0 else { throw ServedProcessError(description: "no HTTP server: \(errno)") }
    let request = "GET \(path) HTTP/1.0\r\nHost: \(host)\r\nAccept: \(accept)\r\n\r\n"
    _ = Array(request.utf8).withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      guard count > 0 else { break }
      bytes += buffer.prefix(count)
    }
    let text = String(decoding: bytes, as: UTF8.self)
    guard let end = text.range(of: "\r\n\r\n"),
      let status = text.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
    else { throw ServedProcessError(description: "no HTTP answer: \(text.prefix(100))") }
    return Answer(
      status: status, head: String(text[..<end.lowerBound]), body: String(text[end.upperBound...]))
  }

  /// A loopback port that is free now.
  static func freePort() throws -> UInt16 {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = withUnsafeMutableBytes(of: &address) { bytes -> Int32 in
      let name = bytes.baseAddress!.assumingMemoryBound(to: sockaddr.self)
      guard bind(descriptor, name, length) == 0 else { return -1 }
      return getsockname(descriptor, name, &length)
    }
    guard result == 0 else { throw ServedProcessError(description: "no free port") }
    return UInt16(bigEndian: address.sin_port)
  }
}
