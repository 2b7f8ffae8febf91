import Daemon
import XCTest

@testable import Commands

final class CommandLineTests: XCTestCase {
  private static let manual = CommandManual(
    name: "try", summary: "try it", operands: "NAME", operandCount: 1...1,
    flags: [
      .config, .flag("json", "as JSON"),
      .option("field", short: "f", "NAME=VALUE", repeats: true, ""),
      .option("rate", "N", "points a second"),
    ], example: "udfd try wind")

  private func parse(_ arguments: String...) throws -> Arguments {
    try Arguments(parsing: arguments, by: Self.manual)
  }

  private func run(_ arguments: String...) -> (ExitStatus, output: String, errors: String) {
    let context = CommandContext(output: Console(), errors: Console(), environment: [:])
    let status = UDFDCommand.run(arguments, context)
    return (status, context.output.text, context.errors.text)
  }

  func testFlagsInEveryForm() throws {
    let arguments = try parse(
      "--config=a=b", "-f", "x=1", "--field", "y=-2", "--json", "--rate", "1e3", "--", "-wind")
    XCTAssertEqual(arguments.string("config"), "a=b")
    XCTAssertEqual(arguments.strings("field"), ["x=1", "y=-2"])
    XCTAssertTrue(arguments.isSet("json"))
    XCTAssertEqual(try arguments.number("rate"), 1000)
    XCTAssertEqual(arguments.operands, ["-wind"])
    XCTAssertEqual(try parse("-5").operands, ["-5"])
    XCTAssertEqual(try parse("-").operands, ["-"])
  }

  func testErrorsSayWhatToDo() {
    func message(_ arguments: String...) -> String {
      do {
        let parsed = try Arguments(parsing: arguments, by: Self.manual)
        _ = try parsed.integer("rate", in: 1...10)
        return "parsed"
      } catch { return "\(error)" }
    }
    XCTAssertEqual(message(), "NAME is missing")
    XCTAssertEqual(message("a", "b"), #"unexpected argument "b""#)
    XCTAssertEqual(
      message("a", "--cofnig", "x"), "there is no flag --cofnig; did you mean --config?")
    XCTAssertEqual(
      message("a", "-x"),
      "there is no flag -x; known here: --config, --json, --field, --rate")
    XCTAssertEqual(message("a", "--config"), "--config needs a value: --config FILE")
    XCTAssertEqual(message("a", "--json=1"), "--json takes no value")
    XCTAssertEqual(message("a", "--rate", "1", "--rate", "2"), "--rate is given twice")
    XCTAssertEqual(
      message("a", "--rate", "11"), #"--rate: expected an integer from 1 to 10, found "11""#)
  }

  func testUnknownCommandSuggestsTheNearest() {
    let (status, _, errors) = run("verison")
    XCTAssertEqual(status, .usage)
    XCTAssertEqual(errors, "udfd: there is no command \"verison\"; did you mean \"version\"?\n")
  }

  func testHelpOfEveryCommandFitsAScreenAndShowsAnExample() {
    for name in CommandList.all.map({ $0.manual.name }) {
      let (status, output, errors) = run(name, "--help")
      XCTAssertEqual(status, .success, name)
      XCTAssertEqual(errors, "", name)
      XCTAssertTrue(output.contains("\nExample:\n  udfd \(name)"), name)
      let lines = output.split(separator: "\n", omittingEmptySubsequences: false)
      XCTAssertLessThanOrEqual(lines.count, 40, name)
      for line in lines { XCTAssertLessThanOrEqual(line.count, 80, "\(name): \(line)") }
      XCTAssertEqual(run("help", name).output, output)
    }
    XCTAssertEqual(run("--help").0, .success)
    XCTAssertEqual(run().0, .usage)
    XCTAssertEqual(Set(CommandList.all.map { $0.manual.name }).count, CommandList.all.count)
  }

  func testVersion() {
    XCTAssertEqual(run("version").output, "udfd \(UDFDVersion.current)\n")
    XCTAssertEqual(run("--version").output, "udfd \(UDFDVersion.current)\n")
    XCTAssertEqual(
      run("version", "--loud").errors,
      "udfd version: there is no flag --loud; it takes none; see 'udfd version --help'\n")
  }
}
