import ModelRuntime
import XCTest

/// What users try, told apart by content and refused with what to do instead.
final class ForeignFormatTests: XCTestCase {
  private func refusal(_ bytes: [UInt8]) -> String {
    do {
      _ = try ModelLoader.load(bytes)
      return "loaded"
    } catch {
      XCTAssert([.unsupported, .unrecognised].contains(error.kind), "\(error)")
      return "\(error)"
    }
  }

  func testRefusals_nameTheFormatAndTheRemedy() {
    let pmml = #"<?xml version="1.0"?><PMML version="4.4"></PMML>"#
    XCTAssert(refusal(Array(pmml.utf8)).contains("PMML"))
    XCTAssert(refusal(Array(pmml.utf8)).contains("ONNX"))
    let keras: [UInt8] = [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0]
    XCTAssert(refusal(keras).contains("Keras"))
    let torch: [UInt8] = [0x50, 0x4B, 3, 4] + Array("archive/data.pkl".utf8)
    XCTAssert(refusal(torch).contains("PyTorch"))
    XCTAssert(refusal(Array("version https://git-lfs.github.com/spec/v1\n".utf8)).contains("LFS"))
    XCTAssert(refusal(Array("a,b,c\n1,2,3\n".utf8)).contains("no model file"))
    XCTAssert(refusal([0x93] + Array("NUMPY".utf8)).contains("NumPy"))
  }
}
