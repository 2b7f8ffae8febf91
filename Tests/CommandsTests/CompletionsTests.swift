import Foundation
import XCTest

@testable import Commands

/// The shells complete command lines as they would for a user.
final class CompletionsTests: XCTestCase {
  private var files: TemporaryFiles!
  private let manuals = CommandList.all.map { $0.manual }.filter { !$0.isHidden }

  override func setUpWithError() throws { files = try TemporaryFiles() }

  override func tearDown() { files = nil }

  private func script(_ shell: String) throws -> String {
    let context = CommandContext(output: Console(), errors: Console(), environment: [:])
    XCTAssertEqual(UDFDCommand.run(["completions", shell], context), .success)
    return try files.write(context.output.text, to: "udfd.\(shell)")
  }

  private func configuration() throws -> String {
    try files.write(
      "[udf.wind_turbine]\nhandler = \"mirror\"\n[udf.weld]\n[udf.weld.options]\n", to: "udfd.toml")
  }

  /// What bash offers for a line of these words, the last of which is being typed.
  private func bash(_ words: String...) throws -> [String] {
    let bash = try Tool("bash")
    let quoted = words.map { "'\($0)'" }.joined(separator: " ")
    let result = try bash.run(
      "--norc", "-c",
      """
      set -eu -o pipefail
      source \(try script("bash"))
      COMP_WORDS=(udfd \(quoted)) COMP_CWORD=\(words.count)
      _udfd || true
      for reply in ${COMPREPLY[@]+"${COMPREPLY[@]}"}; do echo "$reply"; done
      """)
    XCTAssertEqual(result.status, 0, result.output)
    return result.output.split(separator: "\n").map(String.init)
  }

  func testBashOffersCommands() throws {
    XCTAssertEqual(try bash("ser"), ["serve"])
    let all = try bash("")
    for manual in manuals { XCTAssertTrue(all.contains(manual.name), manual.name) }
    XCTAssertFalse(all.contains("reference"), "hidden commands are not offered")
    XCTAssertEqual(try bash("help", "insp"), ["inspect"])
  }

  func testBashOffersEveryFlagOfEveryCommand() throws {
    for manual in manuals {
      let offered = try bash(manual.name, "--")
      for flag in manual.flags {
        XCTAssertTrue(offered.contains("--\(flag.name)"), "\(manual.name) \(flag.name)")
      }
      XCTAssertTrue(offered.contains("--help"), manual.name)
    }
  }

  func testBashOffersValues() throws {
    let configuration = try configuration()
    let stem = String(configuration.dropLast(2))
    XCTAssertEqual(try bash("serve", "--log-level", "w"), ["warning"])
    // As bash splits --log-level=w.
    XCTAssertEqual(try bash("serve", "--log-level", "=", "w"), ["warning"])
    XCTAssertEqual(try bash("replay", "--format", ""), ["csv", "line"])
    XCTAssertEqual(try bash("check", "--config", stem), [configuration])
    XCTAssertEqual(try bash("inspect", stem), [configuration])
    XCTAssertEqual(
      try bash("serve", "--state-directory", String(files.directory.dropLast())), [files.directory])
    XCTAssertEqual(
      try bash("test", "--config", configuration, "--udf", ""), ["wind_turbine", "weld"])
    XCTAssertEqual(try bash("stdio", "-c", configuration, "we"), ["weld"])
    XCTAssertEqual(try bash("quarantine", ""), ["list", "show", "replay"])
    XCTAssertEqual(try bash("serve", "--loops", ""), [], "a number is the user's to know")
  }

  func testFishOffersTheSame() throws {
    let fish = try Tool("fish")
    let script = try script("fish")
    func complete(_ line: String) throws -> [String] {
      let result = try fish.run(
        "--no-config", "-c", "source \(script); complete -C '\(line)' | string split -f1 \\t")
      return result.output.split(separator: "\n").map(String.init)
    }
    XCTAssertEqual(try complete("udfd ser"), ["serve"])
    XCTAssertEqual(try complete("udfd serve --log-level w"), ["warning"])
    XCTAssertEqual(Set(try complete("udfd replay --out")), ["--output", "--output-format"])
    let configuration = try configuration()
    XCTAssertEqual(try complete("udfd test --config \(configuration) --udf wel"), ["weld"])
    XCTAssertEqual(try complete("udfd stdio -c \(configuration) win"), ["wind_turbine"])
    XCTAssertEqual(Set(try complete("udfd quarantine ")), ["list", "show", "replay"])
    for manual in manuals {
      let offered = Set(try complete("udfd \(manual.name) --"))
      for flag in manual.flags { XCTAssertTrue(offered.contains("--\(flag.name)"), flag.name) }
    }
  }

  /// zsh completes inside a line editor only: one is run in a pseudo terminal.
  func testZshOffersTheSame() throws {
    let zsh = try Tool("zsh")
    let script = try script("zsh")
    let functions = "\(files.directory)/functions"
    try FileManager.default.createDirectory(atPath: functions, withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: script, toPath: "\(functions)/_udfd")
    func complete(_ line: String) throws -> String {
      try zsh.run("-f", "-c", Self.zshProbe, "zsh", functions, line).output
    }
    XCTAssertTrue(try complete("udfd ser").contains("<udfd serve>"))
    XCTAssertTrue(try complete("udfd quarantine sh").contains("<udfd quarantine show>"))
    XCTAssertTrue(
      try complete("udfd serve --log-level=warn").contains("<udfd serve --log-level=warning>"))
    XCTAssertTrue(try complete("udfd replay --udf").contains("<udfd replay --udf=>"))
    let configuration = try configuration()
    XCTAssertTrue(
      try complete("udfd stdio -c \(configuration) win").contains("\(configuration) wind_turbine>"))
  }

  /// Types $2 and a tab with $1 in fpath; prints the line that comes of it between angle brackets.
  private static let zshProbe = """
    zmodload zsh/zpty
    zpty probe zsh -f -i
    zpty -w probe "fpath=($1 \\$fpath); autoload -U compinit; compinit -D -u; setopt no_beep; PS1="
    zpty -w probe 'show() { print -r -- "<${BUFFER% }>"; zle .kill-buffer; }; zle -N show; bindkey "^X" show; print rea""dy'
    zpty -r probe line '*ready*'
    zpty -w -n probe "$2"$'\\t\\030'
    zpty -r probe line '*<udfd*>*'
    print -r -- "$line"
    zpty -d probe
    """
}
