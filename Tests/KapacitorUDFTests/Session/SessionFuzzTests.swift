import KapacitorUDF
import KapacitorUDFTesting
import UDFWire
import XCTest

/// Random and mutated bytes: whatever comes, the answers keep Kapacitor's rules and do not depend on
/// how the bytes are cut. Seeded, so that a failure comes again.
final class SessionFuzzTests: XCTestCase {
  private struct Random: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9e37_79b9_7f4a_7c15
      var z = state
      z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
      z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
      return z ^ (z >> 31)
    }
  }

  /// Reads every point whole, so that damage is noticed, and misbehaves now and then.
  private func udf(_ wants: EdgeType, _ provides: EdgeType, _ policy: PointFailurePolicy)
    -> ScriptedUDF
  {
    ScriptedUDF(wants: wants, provides: provides, policy: policy) { handler in
      handler.onPoint = { point, output in
        let owned = try point.decoded()
        switch owned.timeNanoseconds & 7 {
        case 0: try output.begin(begin())
        case 1: try output.end(end())
        case 2:
          output.pass(point)
          throw TestError()
        default: output.pass(point)
        }
      }
    }
  }

  private let frames: [[UInt8]] = [
    start.frame(), Request.info.frame(), Request.snapshot.frame(),
    Request.keepalive(.init(timeNanoseconds: 3)).frame(),
    Request.restore(.init(snapshot: [1, 2, 3])).frame(), Request.begin(begin(size: 4)).frame(),
    Request.end(end()).frame(), Request.point(batched(3)).frame(),
    Request.point(numbered(4)).frame(),
  ]

  private func check(_ bytes: [UInt8], _ udf: ScriptedUDF) throws {
    func run(_ pieces: [[UInt8]]) throws -> [UInt8] {
      var driver = SessionDriver(udf, readsAnswers: false)
      for piece in pieces where driver.session.phase != .finished { try driver.feed(piece) }
      try driver.end()
      return driver.output
    }
    let whole = try run([bytes])
    XCTAssertEqual(try run(bytes.map { [$0] }), whole)
    var rules = ResponseRules(provides: udf.info.provides)
    // Every management answer may have been asked for by some frame in there.
    for request: Request in [.info, start, .snapshot, .restore(.init())] {
      for _ in 0..<40 { rules.expectAnswer(to: request) }
    }
    do { try rules.read(whole) } catch let fault as WireFault {
      // Damage inside of a point that was passed on unread is the peer's own.
      XCTAssertEqual(fault.place, .point)
    }
  }

  func testMutatedConversations() throws {
    var random = Random(state: 1)
    for round in 0..<1_500 {
      let wants: EdgeType = round & 1 == 0 ? .stream : .batch
      let provides: EdgeType = round & 2 == 0 ? .stream : .batch
      let policy = PointFailurePolicy.allCases[round % 3]
      var bytes = start.frame()
      for _ in 0..<Int.random(in: 1...12, using: &random) {
        bytes += frames.randomElement(using: &random)!
      }
      for _ in 0..<Int.random(in: 0...4, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 2: bytes.remove(at: place)
        default: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
        }
      }
      try check(bytes, udf(wants, provides, policy))
    }
  }

  func testRandomBytes() throws {
    var random = Random(state: 2)
    for _ in 0..<1_000 {
      let count = Int.random(in: 0...80, using: &random)
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
      try check(start.frame() + bytes, udf(.stream, .stream, .pass))
      try check(bytes, udf(.batch, .batch, .drop))
    }
  }
}
