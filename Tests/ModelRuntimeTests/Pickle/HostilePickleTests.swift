import ModelRuntime
import XCTest

/// Files that would run code, or take memory or time without end, in a loader that believes them.
final class HostilePickleTests: XCTestCase {
  private func error(_ bytes: [UInt8], file: StaticString = #filePath, line: UInt = #line)
    -> ModelError
  {
    do {
      _ = try ModelLoader.load(bytes)
      XCTFail("loaded", file: file, line: line)
    } catch {
      XCTAssertFalse(error.description.contains("\n"), file: file, line: line)
      return error
    }
    return ModelError(.damaged, cause: "")
  }

  func testNamesOutsideTheList_areRefusedByName() {
    for (module, name) in [
      ("os", "system"), ("posix", "system"), ("builtins", "eval"), ("builtins", "getattr"),
      ("numpy", "f2py.os.system"), ("subprocess", "Popen"), ("sklearn.linear_model", "_base"),
      ("sklearn.linear_model._base.LinearRegression", "__init__"), ("__main__", "Model"),
    ] {
      let refused = error(Pickled().global(module, name).stopped)
      XCTAssertEqual(refused.kind, .refused)
      XCTAssert(refused.description.contains("\(module).\(name)"), refused.description)
    }
  }

  func testNamesAreComparedWhole_notByTheirStart() {
    let refused = error(Pickled().global("sklearn.linear_model._base", "LinearRegression2").stopped)
    XCTAssert(refused.description.contains("LinearRegression2"))
    XCTAssertEqual(
      error(Pickled().global("sklearn.evil", "LinearRegression").stopped).kind, .unsupported)
  }

  func testNamesWithLineBreaks_stayOneLine() {
    let refused = error(Pickled().global("os\nfake line", "system").stopped)
    XCTAssert(refused.description.contains("\\n"), refused.description)
  }

  func testWhatReachesOutsideOfTheFile_isRefused() {
    let start = Pickled()
    for bytes in [
      start + [0x82, 0x01], start + "N" + "Q", start + "Pid\n", start + [0x97],
      start + "(" + "ios\nsystem\n", start + "(" + "cos\nsystem\n" + "o",
    ] {
      XCTAssertEqual(error(bytes.stopped).kind, .refused)
    }
  }

  func testCallsOfWhatIsNoClass_areRefused() {
    let bytes = Pickled().text("os.system") + ")" + "R"
    XCTAssertEqual(error(bytes.stopped).kind, .refused)
    XCTAssertEqual(error((Pickled() + "]" + "N" + "b").stopped).kind, .refused)
  }

  func testLengthsBeyondTheFile_allocateNothing() {
    let start = Pickled()
    let huge: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0x40]
    for bytes in [
      start + [0x8E] + huge, start + [0x8D] + huge, start + [0x96] + huge, start + [0x95] + huge,
      start + "B" + [0xFF, 0xFF, 0xFF, 0x7F], start + "X" + [0xFF, 0xFF, 0xFF, 0xFF],
      start + [0x8B, 0xFF, 0xFF, 0xFF, 0xFF], start + [0x8B, 0xFF, 0xFF, 0xFF, 0x7F],
    ] {
      XCTAssertEqual(error(bytes.stopped).kind, .damaged)
    }
  }

  func testStackAndMemo_areChecked() {
    let start = Pickled()
    for bytes in [
      start + "R", start + "0", start + "a", start + "e", start + "t", start + "u", start + "b",
      start + [0x85], start + "h" + [7], start + "N" + "N" + "a", start + "}" + "(" + "N" + "u",
      start + [0x94], start + "N" + "(" + "a",
    ] {
      XCTAssertEqual(error(bytes.stopped).kind, .damaged)
    }
    XCTAssertEqual(error([0x80, 0x04]).kind, .damaged)
    XCTAssertEqual(error([0x80, 0x04, UInt8(ascii: "N")]).kind, .damaged)
    XCTAssertEqual(error([0x80, 0x09]).kind, .unsupported)
    XCTAssertEqual(error([]).kind, .damaged)
  }

  /// A memo index costs one entry, whatever it is.
  func testLargestMemoIndex_isAnEntry() {
    let bytes = Pickled() + "N" + "r" + [0xFF, 0xFF, 0xFF, 0xFF] + "j" + [0xFF, 0xFF, 0xFF, 0xFF]
    XCTAssert(error(bytes.stopped).description.contains("holds None"))
  }

  /// Reading needs no recursion, and neither does letting go of what was read.
  func testListsNestedAMillionDeep_areNoModel() {
    let bytes =
      Pickled() + [UInt8](repeating: UInt8(ascii: "]"), count: 300_000)
      + [UInt8](repeating: UInt8(ascii: "a"), count: 299_999)
    // One value in two bytes: as much as a file may hold, and a little more.
    XCTAssertEqual(error(bytes.stopped).kind, .unsupported)
    let more =
      Pickled() + [UInt8](repeating: UInt8(ascii: "]"), count: 300_000) + "N"
    XCTAssertEqual(error(more.stopped).kind, .tooLarge)
  }

  func testValuesThatContainThemselves_areNoModel() {
    let list = Pickled() + "]" + [0x94] + "h" + [0] + "a"
    XCTAssertEqual(error(list.stopped).kind, .unsupported)
    // A pipeline whose only step is the pipeline.
    let pipeline =
      Pickled().global("sklearn.pipeline", "Pipeline") + ")" + [0x81, 0x94] + "}"
    let looped =
      pipeline.text("steps") + "]" + Array(Pickled().text("a").bytes.dropFirst(2)) + "h" + [
        0, 0x86,
      ]
      + "a" + "s" + "b"
    XCTAssert(
      error(looped.stopped).description.contains("nests estimators"),
      error(looped.stopped).description)
  }

  /// Sixty lists, each holding the one before it twice.
  func testSharedReferences_areNotFollowedTwice() {
    var bytes = Pickled() + "]" + [0x94]
    for level in 0..<60 {
      bytes = bytes + "]" + [0x94] + "(" + "h" + [UInt8(level)] + "h" + [UInt8(level)] + "e"
    }
    XCTAssertEqual(error(bytes.stopped).kind, .unsupported)
  }

  /// A string that is decoded again and again would grow without end.
  func testDecodedBytes_areAtMostAsManyAsTheFileHas() {
    let text = String(repeating: "a", count: 200)
    var bytes = Pickled().global("_codecs", "encode") + [0x94]
    bytes = bytes.text(text) + [0x94]
    bytes = bytes.text("latin1") + [0x94]
    for _ in 0..<100 { bytes = bytes + "h" + [0] + "h" + [1] + "h" + [2, 0x86] + "R" }
    XCTAssertEqual(error(bytes.stopped).kind, .damaged)
  }

  /// An array whose shape and data do not fit, by a little and by an overflow.
  func testShapesThatDoNotFit_areRefused() {
    for shape in [[UInt8(ascii: "K"), 3], [0x8A, 8, 0, 0, 0, 0, 0, 0, 0, 0x40]] {
      var bytes = Pickled().global("sklearn.linear_model._base", "LinearRegression")
      bytes = bytes + ")" + [0x81] + "}" + "("
      bytes = bytes.text("n_features_in_") + "K" + [2]
      bytes = bytes.text("coef_")
      bytes = bytes.global("numpy._core.numeric", "_frombuffer") + "("
      bytes = bytes + [0x96, 16, 0, 0, 0, 0, 0, 0, 0] + [UInt8](repeating: 0, count: 16)
      bytes = bytes.global("numpy", "dtype").text("f8") + [0x89, 0x88, 0x87] + "R" + "("
      bytes = bytes + "K" + [3]
      bytes = bytes.text("<") + "NNN" + "K" + [0] + "K" + [0] + "K" + [0] + "t" + "b"
      bytes = bytes + shape + [0x85]
      bytes = bytes.text("C") + "t" + "R" + "u" + "b"
      let refused = error(bytes.stopped)
      XCTAssertEqual(refused.kind, .damaged)
      XCTAssert(refused.description.contains("shape"), refused.description)
    }
  }
}
