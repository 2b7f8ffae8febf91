import Foundation
import FuzzTargets
import UDFWire
import XCTest

/// What libFuzzer found worth keeping, and a few thousand mutations of it: none may crash. Seeded,
/// so that a failure comes again.
final class FuzzCorpusTests: XCTestCase {
  private static let corpus = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Corpus")

  private struct Random: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9e37_79b9_7f4a_7c15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
      return mixed ^ (mixed >> 31)
    }
  }

  func testCodec() throws { try run(.codec, mutations: 6000) }
  func testSession() throws { try run(.session, mutations: 3000) }
  func testPickle() throws { try run(.pickle, mutations: 1500) }
  func testLambda() throws { try run(.lambda, mutations: 4000) }
  func testConfiguration() throws { try run(.configuration, mutations: 500) }
  func testModels() throws {
    for target in [
      FuzzTarget.catBoostBinary, .catBoostJSON, .xgBoostJSON, .xgBoostUBJSON, .lightGBM, .onnx,
    ] {
      try run(target, mutations: 300, seeds: 3)
    }
  }

  private func run(_ target: FuzzTarget, mutations: Int, seeds: Int = 10) throws {
    let directory = Self.corpus.appendingPathComponent(target.rawValue)
    let files = try FileManager.default.contentsOfDirectory(
      at: directory, includingPropertiesForKeys: nil)
    XCTAssertGreaterThan(files.count, seeds)
    let inputs = try files.sorted { $0.path < $1.path }.map { [UInt8](try Data(contentsOf: $0)) }
    for input in inputs { target.run(input) }
    var random = Random(state: 1)
    for _ in 0..<mutations { target.run(mutated(inputs, &random)) }
  }

  private func mutated(_ inputs: [[UInt8]], _ random: inout Random) -> [UInt8] {
    var bytes = inputs.randomElement(using: &random)!
    for _ in 0..<Int.random(in: 1...5, using: &random) {
      let place = Int.random(in: 0...bytes.count, using: &random)
      switch Int.random(in: 0..<6, using: &random) {
      case 0 where place < bytes.count: bytes[place] = .random(in: 0...255, using: &random)
      case 1 where place < bytes.count: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      case 2: bytes.removeSubrange(place...)
      case 3: bytes.removeFirst(place)
      case 4:
        let other = inputs.randomElement(using: &random)!
        bytes.insert(contentsOf: other.prefix(Int.random(in: 0...64, using: &random)), at: place)
      default: bytes.insert(.random(in: 0...255, using: &random), at: place)
      }
    }
    return bytes
  }
}
