import Glibc

/// One GET over plain HTTP, for a Kapacitor nearby. HTTP/1.0, so that the answer comes in one piece and ends with the
/// connection.
enum LoopbackHTTP {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  private static let patienceSeconds = 3
  private static let maximumBytes = 64 << 20

  /// - Parameters:
  ///   - address: `http://HOST:PORT`, with or without a path that `path` is added to.
  ///   - path: begins with a slash.
  static func get(_ address: String, path: String) throws(Failure) -> String {
    let (host, port, base) = try parts(of: address)
    let descriptor = try connect(host, port)
    defer { close(descriptor) }
    let request =
      "GET \(base)\(path) HTTP/1.0\r\nHost: \(host):\(port)\r\nAccept: application/json\r\n\r\n"
    var bytes = Array(request.utf8)
    guard send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else {
      throw Failure(description: "\(host):\(port) takes no request")
    }
    bytes = []
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while bytes.count < maximumBytes {
      let count = read(descriptor, &buffer, buffer.count)
      if count == 0 { break }
      guard count > 0 else {
        if errno == EINTR { continue }
        throw Failure(description: "\(host):\(port): \(String(cString: strerror(errno)))")
      }
      bytes += buffer.prefix(count)
    }
    return try body(of: bytes, "\(host):\(port)")
  }

  private static func body(of bytes: [UInt8], _ place: String) throws(Failure) -> String {
    let end = Array("\r\n\r\n".utf8)
    guard let start = bytes.indices.first(where: { bytes[$0...].starts(with: end) }) else {
      throw Failure(description: "\(place) does not speak HTTP")
    }
    let head = String(decoding: bytes[..<start], as: UTF8.self)
    let status = head.split(separator: " ").dropFirst().first.map(String.init) ?? ""
    guard status == "200" else {
      throw Failure(
        description: status == "401" || status == "403"
          ? "\(place) wants a user's name and password"
          : "\(place) answers with HTTP status \(status)")
    }
    return String(decoding: bytes[(start + end.count)...], as: UTF8.self)
  }

  private static func parts(
    of url: String
  ) throws(Failure) -> (host: String, port: String, path: Substring) {
    let scheme = "http://"
    guard url.hasPrefix(scheme) else {
      throw Failure(description: "\(url): only addresses that begin with http:// can be asked")
    }
    let rest = url.dropFirst(scheme.count)
    let slash = rest.firstIndex(of: "/") ?? rest.endIndex
    let authority = rest[..<slash]
    var path = rest[slash...]
    while path.last == "/" { path.removeLast() }
    let port = authority.split(separator: ":").last.flatMap { UInt16($0) }
    let host = port == nil ? authority : authority[..<(authority.lastIndex(of: ":")!)]
    guard !host.isEmpty, !authority.contains("@"), !url.contains(where: \.isWhitespace) else {
      throw Failure(description: "\(url): expected http://HOST:PORT")
    }
    return (String(host), "\(port ?? 9092)", path)
  }

  private static func connect(_ host: String, _ port: String) throws(Failure) -> Int32 {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var list: UnsafeMutablePointer<addrinfo>?
    let name = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
    guard getaddrinfo(name, port, &hints, &list) == 0 else {
      throw Failure(description: "there is no host \(host)")
    }
    defer { freeaddrinfo(list) }
    var code: Int32 = ECONNREFUSED
    var next = list
    while let address = next?.pointee {
      next = address.ai_next
      let descriptor = socket(
        address.ai_family, address.ai_socktype | Int32(SOCK_CLOEXEC.rawValue), 0)
      guard descriptor >= 0 else { continue }
      var patience = timeval(tv_sec: patienceSeconds, tv_usec: 0)
      let size = socklen_t(MemoryLayout<timeval>.size)
      setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, size)
      setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, size)
      if Glibc.connect(descriptor, address.ai_addr, address.ai_addrlen) == 0 { return descriptor }
      code = errno
      close(descriptor)
    }
    throw Failure(description: "\(host):\(port): \(String(cString: strerror(code)))")
  }
}
