import Glibc

extension HTTPAddress {
  /// A listening socket at this address.
  func listen() throws -> Int32 {
    switch self {
    case .socket: preconditionFailure("a Unix socket is ListeningSocket's")
    case .port(let port, let isVersion6):
      return try isVersion6 ? listenVersion6(port) : listenVersion4(port)
    }
  }

  private func listenVersion4(_ port: UInt16) throws -> Int32 {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    return try Self.listen(AF_INET, &address)
  }

  private func listenVersion6(_ port: UInt16) throws -> Int32 {
    var address = sockaddr_in6()
    address.sin6_family = sa_family_t(AF_INET6)
    address.sin6_port = port.bigEndian
    address.sin6_addr = in6addr_loopback
    return try Self.listen(AF_INET6, &address)
  }

  private static func listen<Address>(_ family: Int32, _ address: inout Address) throws -> Int32 {
    let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    let descriptor = Glibc.socket(family, type, 0)
    guard descriptor >= 0 else { throw SystemError("socket", code: errno) }
    var on: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
    // Unsafe because bind takes addresses of every family through one type.
    let bound = withUnsafeBytes(of: &address) { bytes in
      bind(
        descriptor, bytes.baseAddress!.assumingMemoryBound(to: sockaddr.self),
        socklen_t(bytes.count))
    }
    guard bound == 0, Glibc.listen(descriptor, 16) == 0 else {
      let code = errno
      close(descriptor)
      throw SystemError("bind", code: code)
    }
    return descriptor
  }
}
