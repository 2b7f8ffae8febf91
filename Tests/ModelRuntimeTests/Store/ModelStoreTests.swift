import Foundation
import ModelRuntime
import XCTest

final class ModelStoreTests: XCTestCase {
  private var directory = FileManager.default.temporaryDirectory
  private let store = ModelStore()

  override func setUpWithError() throws {
    directory = try Tool.temporaryDirectory()
    let archive = Tool.repository.appendingPathComponent(
      "Tests/ModelRuntimeTests/Fixtures/scikit-learn-1.4.2.tar.gz")
    _ = try FixtureSet(archive: archive, unpackedInto: directory)
    try copy("regressor_linear_regression", to: "a")
    try copy("regressor_linear_no_intercept", to: "b")
  }

  override func tearDown() {
    try? FileManager.default.removeItem(at: directory)
  }

  private func file(_ name: String) -> String { directory.appendingPathComponent(name).path }

  /// Puts a fixture's model into place as a user would: written beside, then renamed.
  private func copy(_ fixture: String, to name: String) throws {
    for suffix in [".pkl", ".joblib"] {
      guard let content = FileManager.default.contents(atPath: file(fixture + suffix)) else {
        continue
      }
      try content.write(to: URL(fileURLWithPath: file(name)), options: .atomic)
    }
  }

  private func declarations(_ names: String...) -> [ModelDeclaration] {
    names.map { ModelDeclaration(name: $0, path: file($0)) }
  }

  func testCommit_servesEveryModel() throws {
    store.declare(names: ["a", "b"])
    let slot = try XCTUnwrap(store.slot(named: "a"))
    XCTAssertNil(slot.current())
    XCTAssertNil(ModelHandle(slot)?.generation)
    let prepared = try store.prepare(declarations("a", "b"))
    XCTAssertEqual(prepared.changedNames, ["a", "b"])
    XCTAssertNil(slot.current(), "prepared is not committed")
    XCTAssert(store.commit(prepared))
    XCTAssertEqual(store.names, ["a", "b"])
    XCTAssertEqual(slot.current()?.metadata.library, "scikit-learn")
    XCTAssertEqual(slot.generation, 1)
  }

  func testReload_swapsOnlyWhatChanged() throws {
    XCTAssert(store.commit(try store.prepare(declarations("a", "b"))))
    let slots = try ["a", "b"].map { try XCTUnwrap(store.slot(named: $0)) }
    let before = slots.map { $0.current() }
    try copy("regressor_ridge", to: "a")
    try copy("regressor_linear_no_intercept", to: "b")  // Another file with the same content.
    let prepared = try store.prepare(declarations("a", "b"))
    XCTAssertEqual(prepared.changedNames, ["a"])
    XCTAssert(store.commit(prepared))
    XCTAssertEqual(slots.map(\.generation), [2, 1])
    XCTAssertFalse(slots[0].current() === before[0])
    XCTAssert(slots[1].current() === before[1])
    XCTAssertEqual(try store.prepare(declarations("a", "b")).changedNames, [])
  }

  func testFailure_leavesEverythingServing() throws {
    XCTAssert(store.commit(try store.prepare(declarations("a", "b"))))
    let slot = try XCTUnwrap(store.slot(named: "a"))
    let serving = slot.current()
    try copy("regressor_ridge", to: "a")
    try Data("garbage".utf8).write(to: URL(fileURLWithPath: file("b")))
    XCTAssertThrowsError(try store.prepare(declarations("a", "b", "c"))) { error in
      let failures = (error as? ModelStoreError)?.failures
      XCTAssertEqual(failures?.map(\.name), ["b", "c"])
      XCTAssert("\(error)".contains(file("b")), "\(error)")
      XCTAssertFalse("\(error)".contains("\n"))
    }
    XCTAssert(slot.current() === serving)
    XCTAssertEqual(slot.generation, 1)
  }

  func testCommit_ofAnOvertakenGeneration_doesNothing() throws {
    let first = try store.prepare(declarations("a"))
    let second = try store.prepare(declarations("b"))
    XCTAssert(store.commit(second))
    XCTAssertFalse(store.commit(first))
    XCTAssertEqual(store.names, ["b"])
  }

  func testHandle_keepsItsModelUntilItLooksAgain() throws {
    XCTAssert(store.commit(try store.prepare(declarations("a"))))
    let slot = try XCTUnwrap(store.slot(named: "a"))
    var handle = ModelHandle(slot)!
    weak let old = handle.model
    XCTAssertFalse(handle.refresh())
    try copy("regressor_ridge", to: "a")
    XCTAssert(store.commit(try store.prepare(declarations("a"))))
    XCTAssertNotNil(old, "the handle still scores with it")
    XCTAssertEqual(handle.generation, 1)
    XCTAssert(handle.refresh())
    XCTAssertEqual(handle.generation, 2)
    XCTAssertNil(old, "nobody uses it any more")
    XCTAssertFalse(handle.refresh())
  }

  func testInputNames_comeFromTheConfiguration() throws {
    var declaration = declarations("a")[0]
    declaration.inputs = ["w", "x", "y", "z"]
    XCTAssert(store.commit(try store.prepare([declaration])))
    XCTAssertEqual(
      store.slot(named: "a")?.current()?.inputs.map(\.name), ["w", "x", "y", "z"])
    declaration.inputs = ["w"]
    XCTAssertThrowsError(try store.prepare([declaration])) { error in
      XCTAssert("\(error)".contains("names 1 inputs, the model reads 4"), "\(error)")
    }
  }

  /// Readers on other threads see one generation or the next, never a mixture.
  func testReaders_whileGenerationsChange() throws {
    XCTAssert(store.commit(try store.prepare(declarations("a"))))
    let slot = try XCTUnwrap(store.slot(named: "a"))
    let first = try XCTUnwrap(slot.current())
    try copy("regressor_ridge", to: "b")
    let second = try ModelLoader.load(path: file("b"))
    let row = [1.0, 2, 3, 4]
    let expected = Set([first, second].map { $0.answers(to: [row], burst: 1)[0][0] })
    let done = expectation(description: "readers")
    done.expectedFulfillmentCount = 3
    for _ in 0..<3 {
      Thread.detachNewThread {
        var handle = ModelHandle(slot)!
        var generation = handle.generation
        while handle.generation < 20 {
          _ = handle.refresh()
          XCTAssertGreaterThanOrEqual(handle.generation, generation)
          generation = handle.generation
          XCTAssert(expected.contains(handle.model.answers(to: [row], burst: 1)[0][0]))
        }
        done.fulfill()
      }
    }
    for round in 0..<20 {
      try copy(
        round.isMultiple(of: 2) ? "regressor_ridge" : "regressor_linear_regression", to: "a")
      XCTAssert(store.commit(try store.prepare(declarations("a"))))
    }
    wait(for: [done], timeout: 60)
  }
}
