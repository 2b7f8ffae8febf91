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

  private func outcome(_ load: () throws(ModelError) -> Model) -> String {
    do throws(ModelError) {
      let model = try load()
      let row = (0..<min(64, model.inputs.count)).map { Double($0) - 0.5 }
      let answers =
        row.count == model.inputs.count ? model.answers(to: [row], burst: 1).description : ""
      return "\(model.metadata.kind) \(model.metadata.digest) \(answers)"
    } catch {
      return "\(error.kind) \(error.cause) \(error.position ?? "")"
    }
  }

  private func fixtures() throws -> [FixtureSet.Fixture] {
    let archive = Tool.repository.appendingPathComponent(
      "Tests/ModelRuntimeTests/Fixtures/scikit-learn-1.6.1.tar.gz")
    return try FixtureSet(archive: archive, unpackedInto: directory).fixtures
  }

  func testEveryFixture_isTheSameFromFileAndMemory() throws {
    for fixture in try fixtures() {
      let bytes = [UInt8](try Data(contentsOf: fixture.model))
      XCTAssertEqual(
        outcome { () throws(ModelError) in try ModelLoader.load(path: fixture.model.path) },
        outcome { () throws(ModelError) in try ModelLoader.load(bytes) }, fixture.name)
    }
  }

  /// Every array that is longer than a few numbers is left in the file: each reader asks for its own.
  func testArraysThatAreLeftInTheFile_areReadWhereTheyAreNeeded() throws {
    for fixture in try fixtures() {
      let bytes = [UInt8](try Data(contentsOf: fixture.model))
      guard bytes.starts(with: [0x80]) else { continue }
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
    }
  }

  /// Cut anywhere, it is refused with the same words at the same place.
  func testCuts_areToldAlike() throws {
    let names = ["regressor_linear_regression", "regressor_forest", "transformer_columns"]
    for fixture in try fixtures() where names.contains(fixture.name) {
      let bytes = [UInt8](try Data(contentsOf: fixture.model))
      for count in stride(from: 1, to: bytes.count, by: max(1, bytes.count / 300)) {
        let cut = Array(bytes[..<count])
        let path = try file(cut)
        XCTAssertEqual(
          outcome { () throws(ModelError) in try ModelLoader.load(path: path) },
          outcome { () throws(ModelError) in try ModelLoader.load(cut) },
          "\(fixture.name), cut at \(count)")
      }
    }
  }

  /// Changed at random, too.
  func testChanges_areToldAlike() throws {
    var random = Xorshift(seed: 0xF11E)
    let names = ["regressor_forest", "regressor_boosting_huber", "classifier_svc_three"]
    for fixture in try fixtures() where names.contains(fixture.name) {
      let bytes = [UInt8](try Data(contentsOf: fixture.model))
      for _ in 0..<200 {
        var changed = bytes
        for _ in 0..<(1 + random.next() % 3) {
          let place = Int(random.next() % UInt64(changed.count))
          changed[place] = UInt8(truncatingIfNeeded: random.next())
        }
        let path = try file(changed)
        XCTAssertEqual(
          outcome { () throws(ModelError) in try ModelLoader.load(path: path) },
          outcome { () throws(ModelError) in try ModelLoader.load(changed) }, fixture.name)
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
