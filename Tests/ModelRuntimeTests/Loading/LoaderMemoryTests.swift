import CKernel
import Foundation
import XCTest

@testable import ModelRuntime

/// What reading a file may cost in memory, whatever is in it: `multiple` times its size and `free`
/// bytes. Files are made of what costs a loader most for a byte.
///
/// Why 64: the least that a format has for a value is one or two bytes (an empty protobuf message, an
/// empty list), what stands for it in memory is 16 to 64 bytes, and a list that grows holds its old
/// and its new memory for a moment.
final class LoaderMemoryTests: XCTestCase {
  private static let multiple = 64
  private static let free = 16 << 20
  private static let fileBytes = 1 << 20

  private static func repeated(_ unit: String) -> [UInt8] { repeated(Array(unit.utf8)) }

  private static func repeated(_ unit: [UInt8]) -> [UInt8] {
    Array((0..<(fileBytes / unit.count)).map { _ in unit }.joined())
  }

  private static func pickle(_ unit: [UInt8]) -> [UInt8] {
    [0x80, 4, UInt8(ascii: "(")] + repeated(unit) + [UInt8(ascii: "t"), UInt8(ascii: ".")]
  }

  private static func learner(_ unit: String) -> [UInt8] {
    Array("{\"learner\":[".utf8) + repeated(unit) + Array("0]}".utf8)
  }

  private static func ubjson(_ unit: String) -> [UInt8] {
    Array("{L".utf8) + [0, 0, 0, 0, 0, 0, 0, 7] + Array("learner[".utf8) + repeated(unit)
      + Array("]}".utf8)
  }

  private static func message(_ field: UInt8, _ body: [UInt8]) -> [UInt8] {
    var length: [UInt8] = []
    var rest = body.count
    repeat {
      length.append(UInt8(rest & 127) | (rest > 127 ? 128 : 0))
      rest >>= 7
    } while rest > 0
    return [field << 3 | 2] + length + body
  }

  private static func graph(_ body: [UInt8]) -> [UInt8] {
    [0x08, 0x08, 0x12, 0x01, 0x61] + message(7, body)
  }

  private static let files: [(name: String, bytes: [UInt8])] = [
    ("pickle, integers", pickle([UInt8(ascii: "K"), 1])),
    ("pickle, marks", pickle([UInt8(ascii: "(")])),
    ("pickle, tuples", pickle([UInt8(ascii: ")")])),
    ("pickle, lists", pickle([UInt8(ascii: "]")])),
    ("pickle, dictionaries", pickle([UInt8(ascii: "}")])),
    ("pickle, memo", [0x80, 4, UInt8(ascii: "N")] + repeated([0x94]) + [UInt8(ascii: ".")]),
    ("pickle, texts", pickle([0x8C, 1, 0x61])),
    ("JSON, numbers", learner("0,")),
    ("JSON, lists", learner("[],")),
    ("JSON, objects", learner("{},")),
    ("JSON, texts", learner("\"\",")),
    ("CatBoost JSON", Array("{\"oblivious_trees\":[".utf8) + repeated("[],") + Array("0]}".utf8)),
    ("UBJSON, nulls", ubjson("Z")),
    ("UBJSON, lists", ubjson("[]")),
    ("UBJSON, objects", ubjson("{}")),
    ("LightGBM, lines", Array("tree\n".utf8) + repeated("a=\n")),
    (
      "LightGBM, trees",
      Array("tree\nversion=v4\nnum_class=1\nmax_feature_idx=0\nfeature_names=a\n\n".utf8)
        + repeated("Tree=0\nnum_leaves=1\n\n")
    ),
    ("ONNX, nodes", graph(repeated([0x0A, 0]))),
    ("ONNX, inputs", graph(repeated([0x5A, 0]))),
    ("ONNX, constants", graph(repeated([0x2A, 0]))),
    ("ONNX, attributes", graph(message(1, repeated([0x2A, 0])))),
    ("ONNX, inputs of a node", graph(message(1, repeated([0x0A, 0])))),
    ("ONNX, numbers of an attribute", graph(message(1, message(5, message(8, repeated([1])))))),
    ("ONNX, versions", [0x08, 0x08] + repeated([0x42, 0])),
    ("CatBoost", Array("CBM1".utf8) + [0xF8, 0xFF, 0x0F, 0] + repeated([8, 0, 0, 0])),
  ]

  func testHostileFiles_takeAtMostTheStatedMultiple() throws {
    try Tool.skipUnderSanitizers()
    for (name, bytes) in Self.files {
      let peak = try peakBytes { XCTAssertThrowsError(try ModelLoader.load(bytes), name) }
      XCTAssertLessThan(peak, Self.multiple * bytes.count + Self.free, name)
    }
  }

  /// A forest that names the same tree again and again: a few bytes for each time, and room for all of its nodes.
  func testAForestOfOneTree_takesNoRoomForItsRepetitions() throws {
    try Tool.skipUnderSanitizers()
    let directory = try Tool.temporaryDirectory()
    defer { try? FileManager.default.removeItem(at: directory) }
    let name = "regressor_forest_large"
    _ = try Tool.run(
      Tool.python("scikit-learn"),
      ["scripts/make-model-fixtures.py", directory.path, "--only", name])
    let fixture = try XCTUnwrap(FixtureSet(directory: directory).fixtures.first)
    let model = [UInt8](try Data(contentsOf: fixture.model))
    try model.withUnsafeBytes { bytes in
      let document = try PickleReader.read(PickleSource(bytes))
      let forest = try Estimator(document, document.root)
      guard case .list(let sequence) = document[try forest.required("estimators_")] else {
        return XCTFail("no list of trees")
      }
      let tree = document.sequences[sequence][0]
      document.sequences[sequence] = Array(repeating: tree, count: 20_000)
      var refusal = ""
      let peak = try peakBytes {
        do { _ = try ScikitLearn.read(forest) } catch { refusal = "\(error)" }
      }
      XCTAssert(refusal.contains("again and again"), refusal)
      XCTAssertLessThan(peak, Self.multiple * model.count + Self.free)
    }
  }

  /// What serves is held to it as well: the forests and boosted models of the fixtures.
  func testModels_takeAtMostTheStatedMultiple() throws {
    try Tool.skipUnderSanitizers()
    for fixture in try BoostingFixtures.shared.get().fixtures {
      let peak = try peakBytes { _ = try? ModelLoader.load(fixture.model) }
      XCTAssertLessThan(peak, Self.multiple * fixture.model.count + Self.free, fixture.name)
    }
  }

  /// By how much memory in use rises above what it was, while `body` runs.
  private func peakBytes(_ body: () throws -> Void) throws -> Int {
    kernel_release_free_memory()
    let clear = open("/proc/self/clear_refs", O_WRONLY)
    defer { close(clear) }
    // 5 sets the high-water mark back to what is in use.
    guard clear >= 0, write(clear, "5", 1) == 1 else {
      throw XCTSkip("this kernel does not set the high-water mark of memory back")
    }
    let before = try status("VmRSS:")
    try body()
    return try status("VmHWM:") - before
  }

  private func status(_ key: String) throws -> Int {
    let text = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = try XCTUnwrap(text.split(separator: "\n").first { $0.hasPrefix(key) })
    return try XCTUnwrap(Int(line.split(whereSeparator: { $0 == " " || $0 == "\t" })[1])) * 1024
  }
}
