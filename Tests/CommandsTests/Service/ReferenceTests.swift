import Foundation
import XCTest

@testable import Commands

final class ReferenceTests: XCTestCase {
  func testTheConfigurationReferenceIsCurrent() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let written = try String(
      contentsOf: root.appendingPathComponent("docs/configuration.md"), encoding: .utf8)
    XCTAssertEqual(
      written, ConfigurationReference.markdown(.builtIn),
      "write it again: swift run udfd reference > docs/configuration.md")
  }

  func testTheConfigurationThatIsInstalledHolds() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let context = CommandContext(output: Console(), errors: Console(), environment: [:])
    let file = root.appendingPathComponent("config/udfd.toml").path
    XCTAssertEqual(
      UDFDCommand.run(["check", "--config", file], context), .success, context.errors.text)
    XCTAssertTrue(context.output.text.contains("@mirror()"))
  }

  /// What stands there as an example works when a user takes the comment signs away.
  func testTheExamplesInTheConfigurationThatIsInstalledHold() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let installed = try String(
      contentsOf: root.appendingPathComponent("config/udfd.toml"), encoding: .utf8)
    let lines = installed.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.starts(with: /# (\[|[a-z_]+ = )/) ? String(line.dropFirst(2)) : String(line)
    }
    let served = try ServedProcess("", files: ["turbine.pkl": ModelText.step(100)])
    try served.write(lines.joined(separator: "\n"), to: "udfd.toml")
    let check = try served.udfd("check", "--models-directory", served.directory)
    XCTAssertEqual(check.status, 0, check.errors)
    XCTAssertTrue(check.output.contains("    .threshold(0.15)"), check.output)
  }

  func testNumbersWithoutExponents() {
    let known: [(Double, String)] = [
      (1e20, "100000000000000000000.0"), (1.5e-7, "0.00000015"), (-2e-5, "-0.00002"),
      (1.25e17, "125000000000000000.0"), (3.0, "3.0"), (0.15, "0.15"),
      (1e16, "10000000000000000.0"),
      (1.2345678901234567e18, "1234567890123456800.0"),
    ]
    for (number, text) in known {
      XCTAssertEqual(DecimalText.plain(number), text)
      XCTAssertEqual(Double(text), number)
    }
  }
}
