import Glibc
import KapacitorPeer
import KapacitorUDF
import Locks
import UDFWire
import XCTest

@testable import Daemon

/// A task that is disabled while its pipes are full: Kapacitor no longer reads, and waits for a write of its own to
/// return. Found with `kapacitor disable` on a busy machine, where it never came back.
final class StallReliefTests: XCTestCase {
  private let point = Request.point(
    Point(timeNanoseconds: 1, name: "m", fields: ["x": .double(1)])
  ).frame()

  private func limitSending(_ socket: UnixSocket, milliseconds: Int) {
    var time = timeval(tv_sec: milliseconds / 1000, tv_usec: milliseconds % 1000 * 1000)
    setsockopt(
      socket.descriptor, SOL_SOCKET, SO_SNDTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
  }

  /// Sends points until the socket takes no more within its limit; returns the bytes that it took.
  private func fill(_ socket: UnixSocket, startingAt offset: Int) -> Int {
    var sent = 0
    while true {
      let rest = Array(point[((offset + sent) % point.count)...])
      let count = rest.withUnsafeBytes {
        send(socket.descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return sent }
      sent += count
    }
  }

  func testWriterThatIsBlocked_isLetGo_andNothingIsLost() throws {
    let served = try ServedDirectory([try CodedUDF(EchoHandler.self)])
    let socket = try UnixSocket(connectingTo: served.socket("echo"))
    try socket.send(Request.initialize(InitRequest(taskID: "t", nodeID: "n")).frame())
    limitSending(socket, milliseconds: 300)
    var sent = fill(socket, startingAt: 0)
    XCTAssertGreaterThan(sent, 100 * point.count)
    // Nothing is read, and all the same the socket takes more before long.
    limitSending(socket, milliseconds: 10_000)
    let rest = Array(point[(sent % point.count)...])
    let more = rest.withUnsafeBytes {
      send(socket.descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
    }
    XCTAssertGreaterThan(more, 0, "the writer stays blocked for ever")
    sent += max(0, more)
    // Complete the last point, then read: every point that was sent comes back.
    let missing = (point.count - sent % point.count) % point.count
    let reader = try WorkerBytes.reading(socket)
    if missing > 0 { try socket.send(Array(point.suffix(missing))) }
    socket.shutdownWriting()
    let answered = reader.wait()
    let initialised = Response.initialize(InitResponse(success: true)).frame().count
    XCTAssertEqual(answered - initialised, sent + missing)
  }
}

/// Counts the bytes that come until the other side closes, on a thread of its own.
private final class WorkerBytes: @unchecked Sendable {
  private let ended = Latch()
  // Written before the latch opens, read after.
  private var count = 0

  static func reading(_ socket: UnixSocket) throws -> WorkerBytes {
    let worker = WorkerBytes()
    try BackgroundThread.start {
      let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 1)
      defer { buffer.deallocate() }
      while let read = try? socket.receive(into: buffer), read > 0 { worker.count += read }
      worker.ended.open()
    }
    return worker
  }

  func wait() -> Int {
    ended.wait()
    return count
  }
}
