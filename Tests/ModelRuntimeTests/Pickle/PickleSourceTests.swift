import Foundation
import XCTest

@testable import ModelRuntime

/// Pickles that are read from a file as they are gone through, and those that are in memory: no difference.
final class PickleSourceTests: XCTestCase {
  private var directory = FileManager.default.temporaryDirectory

  override func setUpWithError() throws {
    directory = try Tool.temporaryDirectory()
  }

  override func tearDown() {
    try? FileManager.default.removeItem(at: directory)
  }

  private func file(_ bytes: [UInt8]) throws -> String {
    let file = directory.appendingPathComponent("model")
    try Data(bytes).write(to: file)
    return file.path
  }

  private func outcome(_ load: () throws(ModelError) -> LoadedModel) -> String {
    do throws(ModelError) {
      let model = try load()
      let width = model.evaluator.inputCount
      guard width <= 64 else { return "\(model.kind), \(width) inputs" }
      let row = (0..<width).map { Double($0) - 0.5 }
      return "\(model.kind) \(model.evaluator.answers([row], burst: 1))"
    } catch {
      return "\(error.kind) \(error.cause) \(error.position ?? "")"
    }
  }

  /// From a file of which every run that is longer than a few numbers is left where it is.
  private func parted(_ bytes: [UInt8]) throws -> String {
    let path = try file(bytes)
    return outcome { () throws(ModelError) in
      try ScikitLearn.load(
        PickleSource(ModelFile(path: path, limits: .default), longRunBytes: 16))
    }
  }

  private func whole(_ bytes: [UInt8]) -> String {
    let result = bytes.withUnsafeBytes { bytes in
      outcome { () throws(ModelError) in try ScikitLearn.load(PickleSource(bytes)) }
    }
    return result
  }

  /// Files that are pickles as they lie there, not compressed.
  private static let plain = [
    "transformer_columns", "classifier_forest_three", "classifier_boosting_three",
  ]

  private func plainFixtures() throws -> [(name: String, bytes: [UInt8])] {
    let found = try fixtures().filter { Self.plain.contains($0.name) }.map {
      (name: $0.name, bytes: [UInt8](try Data(contentsOf: $0.model)))
    }
    XCTAssertEqual(found.count, Self.plain.count)
    XCTAssert(found.allSatisfy { $0.bytes.first == 0x80 })
    return found
  }

  private func fixtures() throws -> [FixtureSet.Fixture] {
    let archive = Tool.repository.appendingPathComponent(
      "Tests/ModelRuntimeTests/Fixtures/scikit-learn-1.6.1.tar.gz")
    return try FixtureSet(archive: archive, unpackedInto: directory).fixtures
  }

  func testEveryFixture_isTheSameFromFileAndMemory() throws {
    for fixture in try fixtures() {
      let bytes = [UInt8](try Data(contentsOf: fixture.model))
      let (read, held) = (
        try ModelLoader.load(path: fixture.model.path), try ModelLoader.load(bytes)
      )
      XCTAssertEqual(read.metadata.kind, held.metadata.kind)
      XCTAssertEqual(read.metadata.digest, held.metadata.digest)
      XCTAssertEqual(read.metadata.fileBytes, bytes.count)
      XCTAssertEqual(read.metadata.memoryBytes, held.metadata.memoryBytes)
    }
  }

  /// Each reader asks for the arrays that it needs.
  func testArraysThatAreLeftInTheFile_areReadWhereTheyAreNeeded() throws {
    var compared = 0
    for fixture in try fixtures() {
      let bytes = [UInt8](try Data(contentsOf: fixture.model))
      guard bytes.first == 0x80 else { continue }
      let whole = try bytes.withUnsafeBytes { try ScikitLearn.load(PickleSource($0)).evaluator }
      let parted = try ScikitLearn.load(
        PickleSource(
          ModelFile(path: fixture.model.path, limits: .default), longRunBytes: 16)
      ).evaluator
      let rows = try FixtureTable(fixture.table).inputs
      let (wanted, got) = (whole.answers(rows), parted.answers(rows))
      for (row, values) in wanted.enumerated() {
        XCTAssertEqual(
          got[row].map(\.bitPattern), values.map(\.bitPattern), "\(fixture.name), row \(row)")
      }
      compared += 1
    }
    XCTAssertGreaterThan(compared, 60)
  }

  /// Cut anywhere, it is refused with the same words at the same place.
  func testCuts_areToldAlike() throws {
    for (name, bytes) in try plainFixtures() {
      for count in stride(from: 1, to: bytes.count, by: max(1, bytes.count / 300)) {
        let cut = Array(bytes[..<count])
        XCTAssertEqual(try parted(cut), whole(cut), "\(name), cut at \(count)")
      }
    }
  }

  /// Changed at random, too.
  func testChanges_areToldAlike() throws {
    var random = Xorshift(seed: 0xF11E)
    for (name, bytes) in try plainFixtures() {
      for _ in 0..<200 {
        var changed = bytes
        for _ in 0..<(1 + random.next() % 3) {
          let place = Int(random.next() % UInt64(changed.count))
          changed[place] = UInt8(truncatingIfNeeded: random.next())
        }
        XCTAssertEqual(try parted(changed), whole(changed), name)
      }
    }
  }

  /// Runs of every length around those that stay in the file, behind each other, end exactly where they should.
  func testLongRuns_areSkippedAndRead() throws {
    let long = PickleSource.defaultLongRunBytes
    for lengths in [
      [long - 1, long, long + 1], [0, 3 * long, 1, 2 * long], [9 * long, 9 * long],
    ] {
      var pickle = Pickled() + "("
      var runs: [[UInt8]] = []
      for (number, length) in lengths.enumerated() {
        let run = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ number) }
        runs.append(run)
        let count = (0..<4).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) }
        pickle = pickle + "B" + count + run
      }
      let source = try PickleSource(ModelFile(path: file((pickle + "t").stopped), limits: .default))
      let document = try PickleReader.read(source)
      let elements = try XCTUnwrap(document.elements(document.root))
      XCTAssertEqual(elements.count, runs.count)
      for (element, run) in zip(elements, runs) {
        guard case .bytes(let bytes) = document[element] else { return XCTFail("no bytes") }
        XCTAssertEqual(bytes.place, run.count < long ? .fetched : .unfetched)
        try document.withData(bytes) { XCTAssert($0.elementsEqual(run)) }
        // Twice, and one within the other: each call has memory of its own.
        try document.withData(bytes) { outer throws(ModelError) in
          try document.withData(bytes) { inner in XCTAssert(inner.elementsEqual(outer)) }
        }
      }
    }
  }

  /// What is cut short after it was opened ends in an error, not in a fault.
  func testAFileCutShortMeanwhile_isRefused() throws {
    let run = [UInt8](repeating: 7, count: 100_000)
    let pickle = Pickled() + "B" + [0xA0, 0x86, 1, 0] + run
    let path = try file(pickle.stopped)
    let opened = try ModelFile(path: path, limits: .default)
    let document = try PickleReader.read(PickleSource(opened))
    guard case .bytes(let bytes) = document[document.root] else { return XCTFail("no bytes") }
    XCTAssertEqual(truncate(path, 5_000), 0)
    XCTAssertThrowsError(try document.withData(bytes) { _ in }) { error in
      XCTAssertEqual(
        "\(error)",
        "\(path): changed while it was read; write the new model beside it and rename it into place"
      )
    }
    XCTAssertThrowsError(try opened.confirm())
    XCTAssert(ContentDigest(of: opened).hexadecimal.hasPrefix("unknown-"))
  }

  /// What a load says of a file that is overwritten meanwhile is that, whatever else it looked like.
  func testAnErrorOfAFileThatChanged_isTheChange() throws {
    let path = try file((Pickled() + "N").stopped)
    let opened = try ModelFile(path: path, limits: .default)
    XCTAssertEqual(truncate(path, 3), 0)
    XCTAssertThrowsError(
      try ModelLoader.load(
        opened, since: ContinuousClock().now, engine: .native, limits: .default)
    ) { error in XCTAssert("\(error)".contains("changed while it was read"), "\(error)") }
  }
}
