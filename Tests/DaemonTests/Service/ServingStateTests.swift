import Foundation
import ModelRuntime
import XCTest

@testable import Daemon

final class ServingStateTests: XCTestCase {
  private var directory = ""

  override func setUpWithError() throws { directory = try TemporaryDirectory.make() }
  override func tearDown() { TemporaryDirectory.remove(directory) }

  private func model(_ name: String, _ text: String, paths: [String]) -> ServingState.Model {
    ServingState.Model(name: name, paths: paths, digest: SHA256.hexadecimal(of: Array(text.utf8)))
  }

  private func text(_ path: String?) throws -> String? {
    try path.map { String(decoding: try ConfigurationFile.read($0), as: UTF8.self) }
  }

  func testWhatWasAcceptedComesBack_whateverBecameOfTheFiles() throws {
    let state = ServingState(stateDirectory: directory)
    XCTAssertNil(state.load())
    try TemporaryDirectory.write("model a", to: "\(directory)/a")
    let configuration = Array("[daemon]\n\n[udf.x]\n".utf8)
    try state.keep(configuration, [model("a", "model a", paths: ["\(directory)/a"])])
    try TemporaryDirectory.write("another", to: "\(directory)/a")
    let accepted = try XCTUnwrap(state.load())
    XCTAssertEqual(accepted.configuration, configuration)
    XCTAssertEqual(try text(accepted.models["a"]), "model a")
  }

  func testAFileThatIsAnotherModelByNow_isNotKept() throws {
    let state = ServingState(stateDirectory: directory)
    try TemporaryDirectory.write("newer", to: "\(directory)/a")
    try state.keep([], [model("a", "older", paths: ["\(directory)/a", "/nowhere"])])
    XCTAssertEqual(state.load()?.models, [:])
  }

  func testModelsThatServeNoMoreAreRemoved() throws {
    let state = ServingState(stateDirectory: directory)
    for content in ["one", "two", "three"] {
      try TemporaryDirectory.write(content, to: "\(directory)/a")
      try state.keep([], [model("a", content, paths: ["\(directory)/a"])])
    }
    let files = try FileManager.default.contentsOfDirectory(atPath: "\(directory)/serving")
    XCTAssertEqual(files.filter { $0.count == 64 }, [SHA256.hexadecimal(of: Array("three".utf8))])
    // Kept before, it is not read again, though its own file is gone.
    try FileManager.default.removeItem(atPath: "\(directory)/a")
    try state.keep([1], [model("a", "three", paths: ["\(directory)/a"])])
    XCTAssertEqual(state.load()?.models.count, 1)
  }

  func testAnythingInItsPlaceIsNoCrash() throws {
    let state = ServingState(stateDirectory: directory)
    try state.keep([], [])
    for bytes in ["", "a", "a b c\n\n", "\n", "a ../../etc/passwd\n\nx"] {
      try TemporaryDirectory.write(bytes, to: "\(directory)/serving/accepted")
      _ = state.load()
    }
  }

  func testThePlannedMarkStaysUntilItIsCleared() throws {
    let state = ServingState(stateDirectory: directory)
    state.markPlanned()
    XCTAssertFalse(state.isMarkedPlanned, "there is no directory yet")
    try state.keep([], [])
    state.markPlanned()
    XCTAssertTrue(state.isMarkedPlanned)
    XCTAssertTrue(state.isMarkedPlanned)
    state.clearPlannedMark()
    XCTAssertFalse(state.isMarkedPlanned)
  }
}
