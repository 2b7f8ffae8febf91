import CKernel
import Foundation
import XCTest

@testable import ModelRuntime

/// Once a model is loaded the process holds its tables; the file, and what the load worked with,
/// have gone back to the system.
final class MemoryAfterLoadTests: XCTestCase {
  /// Other tests' memory, and pages that are partly in use.
  private static let slack = 3 << 20

  func testFile_isGivenBack() throws {
    let directory = try Tool.temporaryDirectory()
    defer { try? FileManager.default.removeItem(at: directory) }
    let set = try FixtureSet(
      archive: Tool.repository.appendingPathComponent(
        "Tests/ModelRuntimeTests/Fixtures/scikit-learn-1.4.2.tar.gz"), unpackedInto: directory)
    let pickle = try XCTUnwrap(set.fixtures.first { $0.model.pathExtension == "pkl" }).model
    // What stands behind a pickle's end is read, digested and of no further use.
    var content = try Data(contentsOf: pickle)
    content.append(Data(repeating: 7, count: 48 << 20))
    let file = directory.appendingPathComponent("large.pkl")
    try content.write(to: file)
    let fileBytes = content.count
    content = Data()
    kernel_release_free_memory()
    let before = try ResidentMemory.bytes()
    let store = ModelStore()
    XCTAssert(
      store.commit(try store.prepare([ModelDeclaration(name: "large", path: file.path)])))
    let model = try XCTUnwrap(store.slot(named: "large")?.current())
    XCTAssertEqual(model.metadata.fileBytes, fileBytes)
    XCTAssertFalse(model.metadata.digest.isEmpty, "waits until the file is digested")
    // The thread that digested the file lets go of it once it has said so.
    let deadline = Date(timeIntervalSinceNow: 10)
    while try ResidentMemory.bytes() - before >= MemoryAfterLoadTests.slack, Date() < deadline {
      sched_yield()
    }
    XCTAssertLessThan(try ResidentMemory.bytes() - before, MemoryAfterLoadTests.slack)
  }

  func testForest_leavesItsKernelOnly() throws {
    try Tool.skipUnderSanitizers()
    for inputs in [1, 2] {
      kernel_release_free_memory()
      let before = try ResidentMemory.bytes()
      let evaluator = try forest(inputs: inputs, trees: 4, depth: 16)
      kernel_release_free_memory()
      let grown = try ResidentMemory.bytes() - before
      XCTAssertLessThan(
        grown, evaluator.memoryBytes * 11 / 10 + MemoryAfterLoadTests.slack,
        evaluator.kernelDescription)
      // One input: a number for each step. More: 8 bytes a node, and each leaf value once.
      XCTAssertLessThan(evaluator.memoryBytes, (inputs == 1 ? 2 : 12) << 20)
    }
  }

  /// Complete trees, each of 2^(depth + 1) - 1 nodes.
  private func forest(inputs: Int, trees: Int, depth: Int) throws -> any Evaluator {
    let splits = 1 << depth - 1
    var builder = TreeEnsembleBuilder(inputCount: inputs, sum: TreeSum(start: [0]))
    builder.reserve(nodes: trees * (2 * splits + 1), leaves: trees * (splits + 1), trees: trees)
    for tree in 0..<trees {
      builder.beginTree()
      for node in 0..<(2 * splits + 1) {
        if node < splits {
          builder.addSplit(
            feature: node % inputs, threshold: Double((node &* 2_654_435_761 &+ tree) % 10_007),
            left: 2 * node + 1, right: 2 * node + 2, missingGoesLeft: false)
        } else {
          builder.addLeaf(Double(node % 1_000))
        }
      }
      try builder.endTree()
    }
    return try builder.build().makeEvaluator()
  }
}
