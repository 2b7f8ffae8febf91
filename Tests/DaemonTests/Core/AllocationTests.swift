import CAllocationCounter
import CKernel
import Glibc
import KapacitorPeer
import KapacitorUDF
import UDFWire
import XCTest

@testable import Daemon

/// No allocation per point and none per readiness.
///
/// An unoptimised build reaches noncopyable state through accessors that allocate their frames: there the number for each
/// readiness is the compiler's, and what is checked is that it does not grow with the points. Optimised, it is none.
final class AllocationTests: XCTestCase {
  /// Echoes so many frames in writes of `perWrite` and counts what was allocated meanwhile, in this whole process, whose
  /// client allocates nothing.
  private func allocations(_ socket: Int32, _ frame: [UInt8], writes: Int, perWrite: Int) -> UInt64
  {
    let bytes = Array(repeating: frame, count: perWrite).flatMap { $0 }
    var answer = [UInt8](repeating: 0, count: bytes.count)
    let before = allocations_on_all_threads()
    for _ in 0..<writes {
      guard write(socket, bytes, bytes.count) == bytes.count else { return .max }
      var have = 0
      while have < bytes.count {
        let count = answer.withUnsafeMutableBytes {
          read(socket, $0.baseAddress! + have, $0.count - have)
        }
        guard count > 0 else { return .max }
        have += count
      }
    }
    return allocations_on_all_threads() - before
  }

  private func connect(_ served: ServedDirectory, _ udf: String) throws -> Int32 {
    let socket = kernel_unix_socket(0)
    XCTAssertEqual(kernel_connect(socket, served.socket(udf)), 0)
    let bytes = Request.initialize(InitRequest(taskID: "t", nodeID: "n")).frame()
    XCTAssertEqual(write(socket, bytes, bytes.count), bytes.count)
    var answer = [UInt8](repeating: 0, count: 64)
    XCTAssertGreaterThan(read(socket, &answer, answer.count), 0)
    return socket
  }

  func testServing_allocatesNothingPerPointNorPerReadiness() throws {
    try XCTSkipUnless(allocations_are_counted())
    for coalescing in [Coalescing.off, .default] {
      let served = try ServedDirectory(
        [try CodedUDF(EchoHandler.self)], connection: ConnectionSettings(coalescing: coalescing))
      let socket = try connect(served, "echo")
      defer { close(socket) }
      let frame = Request.point(.numbered(7)).frame()
      // Warms up: the first bursts grow what is reused later.
      _ = allocations(socket, frame, writes: 200, perWrite: 100)
      let perReadiness = allocations(socket, frame, writes: 2000, perWrite: 1) / 2000
      #if DEBUG
        XCTAssertLessThan(perReadiness, 64)
      #else
        XCTAssertEqual(perReadiness, 0)
      #endif
      // As many readinesses at most, and four hundred times the points.
      XCTAssertLessThanOrEqual(
        allocations(socket, frame, writes: 200, perWrite: 400), (perReadiness + 1) * 200 * 4)
    }
  }
}
