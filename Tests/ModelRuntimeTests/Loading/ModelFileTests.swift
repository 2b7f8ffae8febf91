import Foundation
import ModelRuntime
import Synchronization
import XCTest

final class ModelFileTests: XCTestCase {
  func testErrors_nameTheFileAndWhatToDo() throws {
    XCTAssertThrowsError(try ModelFile.read(path: "/nonexistent/model.pkl")) { error in
      XCTAssertEqual(
        "\(error)",
        "/nonexistent/model.pkl: cannot be opened: No such file or directory; check the path; "
          + "in a configuration relative paths start in models_directory")
    }
    XCTAssertThrowsError(try ModelFile.read(path: "/")) { error in
      XCTAssert("\(error)".contains("not a regular file"), "\(error)")
    }
    let directory = try Tool.temporaryDirectory()
    defer { try? FileManager.default.removeItem(at: directory) }
    let file = directory.appendingPathComponent("large")
    try Data(count: 1_000).write(to: file)
    XCTAssertThrowsError(
      try ModelFile.read(path: file.path, limits: ModelLimits(maximumFileBytes: 999))
    ) { error in XCTAssertEqual((error as? ModelError)?.kind, .tooLarge) }
    XCTAssertEqual(try ModelFile.read(path: file.path).count, 1_000)
  }

  private final class Flag: Sendable { let isSet = Atomic<Bool>(false) }

  /// Another thread writes all the while: the file's times differ before and after, or it is read whole.
  func testAFileThatChangesWhileItIsRead_isRefused() throws {
    let directory = try Tool.temporaryDirectory()
    defer { try? FileManager.default.removeItem(at: directory) }
    let file = directory.appendingPathComponent("model").path
    XCTAssertTrue(FileManager.default.createFile(atPath: file, contents: nil))
    // Sparse, and long enough to read that the clock of file times moves on meanwhile.
    XCTAssertEqual(truncate(file, 64 << 20), 0)
    let isOver = Flag()
    let descriptor = open(file, O_WRONLY)
    XCTAssertGreaterThanOrEqual(descriptor, 0)
    let writer = Thread {
      while !isOver.isSet.load(ordering: .relaxed) { pwrite(descriptor, "x", 1, 0) }
      close(descriptor)
    }
    writer.start()
    defer { isOver.isSet.store(true, ordering: .relaxed) }
    var refusal = ""
    for _ in 0..<1_000 where refusal.isEmpty {
      do { _ = try ModelFile.read(path: file) } catch { refusal = "\(error)" }
    }
    XCTAssertEqual(
      refusal,
      "\(file): changed while it was read; write the new model beside it and rename it into place")
  }

  /// Large files are read by two threads.
  func testRead_everyByteInItsPlace() throws {
    let directory = try Tool.temporaryDirectory()
    defer { try? FileManager.default.removeItem(at: directory) }
    let file = directory.appendingPathComponent("large")
    let words = (0..<(1_100_000 as UInt64)).map { $0 &* 0x9E37_79B9_7F4A_7C15 }
    let content = words.withUnsafeBytes { Data($0) } + [1, 2, 3]
    try content.write(to: file)
    XCTAssertTrue(try ModelFile.read(path: file.path).elementsEqual(content))
  }
}
