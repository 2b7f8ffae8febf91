import CMicroHTTPD
import Glibc

/// Metrics, status and the status page over HTTP, through libmicrohttpd on a thread of its own.
final class HTTPServer: @unchecked Sendable {
  // Unchecked: set once in `init`, taken back in `stop`; libmicrohttpd's handle may be used from any thread.
  private let server: OpaquePointer
  private let routes: Unmanaged<Routes>
  /// Keeps the file of a Unix socket while it is served.
  private let socket: ListeningSocket?

  /// Scrapers and open pages are few; more than these wait.
  private static let connections: UInt32 = 32

  init(_ address: HTTPAddress, delegate: any HTTPDelegate) throws {
    let descriptor: Int32
    if case .socket(let path) = address {
      let listening = try ListeningSocket(SocketSettings(path: path, mode: 0o660))
      // The server closes what it is given.
      descriptor = dup(listening.descriptor)
      guard descriptor >= 0 else { throw SystemError("dup", code: errno) }
      socket = listening
    } else {
      descriptor = try address.listen()
      socket = nil
    }
    routes = Unmanaged.passRetained(Routes(HTTPRoutes(address: address, delegate: delegate)))
    let started = http_start(
      descriptor, Self.connections,
      { context, request, answer in Routes.answer(context, request, answer) }, routes.toOpaque())
    guard let started else {
      routes.release()
      close(descriptor)
      throw SystemError("MHD_start_daemon", code: EINVAL)
    }
    server = started
  }

  struct Failure: Error, CustomStringConvertible {
    let address: HTTPAddress
    let cause: String

    var description: String {
      "daemon.http: nothing can be served at \(address): \(cause); end who listens there or choose another address"
    }
  }

  /// Returns when no request is under way any more.
  func stop() {
    http_stop(server)
    routes.release()
    socket?.removeFile()
  }

  private final class Routes: Sendable {
    let routes: HTTPRoutes

    init(_ routes: HTTPRoutes) { self.routes = routes }

    static func answer(
      _ context: UnsafeMutableRawPointer?, _ request: UnsafePointer<http_request>?,
      _ answer: UnsafeMutablePointer<http_answer>?
    ) {
      guard let context, let request = request?.pointee, let answer else { return }
      let routes = Unmanaged<Routes>.fromOpaque(context).takeUnretainedValue().routes
      routes.answer(
        path: String(cString: request.path), host: request.host.map { String(cString: $0) },
        accept: request.accept.map { String(cString: $0) }
      ).write(to: answer)
    }
  }
}

extension HTTPAnswer {
  /// Hands the answer over: the body is copied into memory that the server frees.
  fileprivate func write(to answer: UnsafeMutablePointer<http_answer>) {
    answer.pointee.status = status
    answer.pointee.content_type = content.constant
    let bytes = Array(body.utf8)
    if let memory = malloc(max(1, bytes.count)) {
      bytes.withUnsafeBytes { memory.copyMemory(from: $0.baseAddress!, byteCount: $0.count) }
      answer.pointee.body = memory.assumingMemoryBound(to: CChar.self)
      answer.pointee.body_bytes = bytes.count
    }
    if let contentSecurityPolicy {
      withUnsafeMutableBytes(of: &answer.pointee.content_security_policy) { field in
        // One byte stays for the end.
        field.copyBytes(from: contentSecurityPolicy.utf8.prefix(field.count - 1))
      }
    }
  }
}

extension HTTPAnswer.Content {
  /// As C wants it: memory that stays.
  fileprivate var constant: UnsafePointer<CChar> {
    UnsafePointer(Self.constants[self]!)
  }

  // Unsafe: written once, never freed, read by C.
  nonisolated(unsafe) private static let constants:
    [HTTPAnswer.Content: UnsafeMutablePointer<CChar>] =
      Dictionary(
        uniqueKeysWithValues: [.html, .json, .text, .prometheus, .openMetrics].map {
          ($0, strdup($0.rawValue)!)
        })
}
