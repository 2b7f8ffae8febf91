import Daemon
import Foundation
import XCTest

@testable import Commands

final class ManualTests: XCTestCase {
  private func page(_ section: String) -> String {
    let context = CommandContext(output: Console(), errors: Console(), environment: [:])
    XCTAssertEqual(UDFDCommand.run(["manual", section], context), .success, context.errors.text)
    return context.output.text
  }

  func testThePageOfTheCommandNamesEveryCommandAndFlag() {
    let page = page("8")
    for manual in CommandList.all.map({ $0.manual }) where !manual.isHidden {
      XCTAssertTrue(page.contains(".SS \\fBudfd \(RoffPage.escaped(manual.name))\\fR"), manual.name)
      for flag in manual.flags {
        XCTAssertTrue(page.contains("\\-\\-\(RoffPage.escaped(flag.name))\\fR"), flag.name)
      }
    }
    XCTAssertFalse(page.contains("udfd reference"), "hidden commands are not in it")
    XCTAssertTrue(page.contains("\\fBKAPACITOR_LOGGING_LEVEL\\fR"))
  }

  func testThePageOfTheConfigurationNamesEveryKeyAndHandler() {
    let page = page("5")
    let context = CommandContext(output: Console(), errors: Console(), environment: [:])
    for section in ConfigurationSections.all {
      XCTAssertTrue(page.contains(".SH \(section.header)"), section.header)
      for key in section.keys { XCTAssertTrue(page.contains("\\fB\(key.name)\\fR"), key.name) }
    }
    for entry in context.registry.entries {
      XCTAssertTrue(page.contains("handler = \\(dq\(entry.name)\\(dq"), entry.name)
      for key in entry.keys { XCTAssertTrue(page.contains("\\fB\(key.name)\\fR"), key.name) }
    }
  }

  func testMandocFindsNothingToSay() throws {
    let mandoc = try Tool("mandoc")
    let files = try TemporaryFiles()
    for (section, name) in [("8", "udfd.8"), ("5", "udfd.toml.5")] {
      let path = try files.write(page(section), to: name)
      let lint = try mandoc.run("-T", "lint", "-W", "style", path)
      XCTAssertEqual(lint.output, "", name)
      XCTAssertEqual(lint.status, 0, name)
    }
  }

  /// man(1) of Debian: no warning of groff's, and the text reads as it should.
  func testManRendersThePages() throws {
    let man = try Tool("man")
    let files = try TemporaryFiles()
    for (section, name) in [("8", "udfd.8"), ("5", "udfd.toml.5")] {
      let path = try files.write(page(section), to: name)
      let rendered = try man.run("--warnings", "-E", "UTF-8", "-l", path)
      XCTAssertEqual(rendered.status, 0)
      XCTAssertFalse(rendered.output.contains(": warning"), rendered.output)
    }
    let commands = try man.run("-E", "ASCII", "-l", "\(files.directory)/udfd.8").output
    XCTAssertTrue(commands.contains("-c, --config FILE"), commands)
  }

  func testWhatRoffWouldReadAsItsOwn() {
    var page = RoffPage(title: "A", section: 1, date: "2026-01-01", source: "a", volume: "b")
    page.section("NAME")
    page.paragraph(".B is no macro here, '' neither, \\fB no font, and a-b `c-d` has a font.")
    page.literal(".SH\n'x'\n")
    let lines = page.text.split(separator: "\n").map(String.init)
    XCTAssertEqual(
      lines[4...5].joined(separator: " "),
      "\\&.B is no macro here, \\(aq\\(aq neither, \\efB no font, and a\\-b \\fBc\\-d\\fR has a font."
    )
    XCTAssertTrue(lines.contains("\\&.SH"))
    XCTAssertTrue(lines.contains("\\(aqx\\(aq"))
  }

  func testAnotherPageIsRefused() {
    let context = CommandContext(output: Console(), errors: Console(), environment: [:])
    XCTAssertEqual(UDFDCommand.run(["manual", "7"], context), .usage)
    XCTAssertTrue(context.errors.text.contains("there is 8, for udfd(8)"))
  }
}
