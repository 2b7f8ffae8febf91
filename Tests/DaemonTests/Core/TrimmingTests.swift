import Foundation
import KapacitorPeer
import KapacitorUDF
import UDFWire
import XCTest

@testable import Daemon

/// Connections that carry little hold little memory, however long they have been there.
final class TrimmingTests: XCTestCase {
  /// Memory that is shared between processes, as journals are, of this process.
  private func sharedBytes() throws -> Int {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = status.split(separator: "\n").first { $0.hasPrefix("RssShmem:") }
    let number = line?.split(separator: " ").dropLast().last.flatMap { Int($0) }
    return try XCTUnwrap(number) * 1024
  }

  /// Not even the page that was used last, and none for the session's state: what is left is each journal's header.
  func testConnectionsThatRest_holdTheirHeadersAlone() throws {
    let connections = 16
    let before = try sharedBytes()
    let served = try ServedDirectory(
      [try CodedUDF(EchoHandler.self)], connection: ConnectionSettings(trimming: .always))
    let tasks = try (0..<connections).map { _ in try served.task("echo") }
    for round in 0..<3 {
      for task in tasks { try task.send(.numbered(round, padding: 3000)) }
      for task in tasks { try task.waitForData(count: round + 1) }
      served.wait(for: "the connections to rest") {
        (try? sharedBytes()).map { $0 - before <= connections * 4096 } ?? false
      }
    }
    for task in tasks {
      try task.finish()
      XCTAssertEqual(task.receivedPoints, (0..<3).map { .numbered($0, padding: 3000) })
    }
  }

  func testConnectionsThatWentRoundTheirRings_holdFewPages() throws {
    let connections = 8
    let points = 400
    let padding = 1000
    let before = try sharedBytes()
    let never = Trimming(
      intervalNanoseconds: 1 << 60, sparseBytesPerSecond: .infinity, keptBytes: 0,
      restNanoseconds: 1 << 60)
    for (trimming, pagesEach) in [(Trimming.always, 16), (never, nil as Int?)] {
      let served = try ServedDirectory(
        [try CodedUDF(EchoHandler.self)], connection: ConnectionSettings(trimming: trimming))
      let tasks = try (0..<connections).map { _ in try served.task("echo") }
      for index in 0..<points {
        for task in tasks { try task.send(.numbered(index, padding: padding)) }
        for task in tasks { try task.waitForData(count: index + 1) }
      }
      let held = try sharedBytes() - before
      if let pagesEach {
        XCTAssertLessThan(held, connections * pagesEach * 4096)
      } else {
        // More than a ring of each went by: this is what the others do not hold.
        XCTAssertGreaterThan(held, connections * points * padding / 2)
      }
      for task in tasks {
        try task.finish()
        XCTAssertEqual(
          task.receivedPoints, (0..<points).map { .numbered($0, padding: padding) })
      }
      served.wait(for: "the connections to end") { served.daemon.connections == 0 }
    }
  }
}
