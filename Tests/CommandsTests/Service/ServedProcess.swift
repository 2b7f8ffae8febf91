import Foundation
import KapacitorPeer
import UDFWire
import XCTest

/// A udfd of its own process, with a directory of its own for configuration, models and sockets.
final class ServedProcess {
  let directory: String
  private var process: Process?

  var configurationPath: String { "\(directory)/udfd.toml" }

  /// The udfd that was built beside the tests.
  static let executable = built("udfd")

  private static func built(_ name: String) -> String {
    URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
      .deletingLastPathComponent().appendingPathComponent(name).path
  }

  private let executable: String

  /// What a sanitizer is told by scripts/test, every child is told as well.
  private static func complete(_ environment: [String: String]) -> [String: String] {
    let options = ProcessInfo.processInfo.environment.filter {
      ["TSAN_OPTIONS", "ASAN_OPTIONS", "SWIFT_BACKTRACE"].contains($0.key)
    }
    return options.merging(environment) { $1 }
  }

  /// - Parameters:
  ///   - configuration: without the keys of `[daemon]` that name directories.
  ///   - program: `udfd-probe` has handlers that fail as no handler of ours does.
  init(
    _ configuration: String, daemon: String = "", files: [String: String] = [:],
    program: String = "udfd"
  ) throws {
    executable = Self.built(program)
    let base = FileManager.default.temporaryDirectory
      .appendingPathComponent("udfd-\(UUID().uuidString.prefix(8))")
    try FileManager.default.createDirectory(at: base, withIntermediateDirectories: true)
    directory = base.path
    for (name, text) in files { try write(text, to: name) }
    try configure(configuration, daemon: daemon)
  }

  deinit {
    if let process, process.isRunning {
      process.terminate()
      process.waitUntilExit()
    }
    try? FileManager.default.removeItem(atPath: directory)
  }

  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: "\(directory)/\(name)"), options: .atomic)
  }

  func configure(_ configuration: String, daemon: String = "") throws {
    try write(
      """
      [daemon]
      loops = 2
      socket_directory = "\(directory)"
      models_directory = "\(directory)"
      state_directory = "\(directory)"
      \(daemon)
      \(configuration)
      """, to: "udfd.toml")
  }

  /// Starts `udfd serve` and waits until it answers.
  func serve(command: String = "serve", environment: [String: String] = [:]) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: executable)
    process.arguments = [command, "--config", configurationPath]
    process.environment = Self.complete(environment)
    try write("", to: "log")
    process.standardError = FileHandle(forWritingAtPath: "\(directory)/log")
    try process.run()
    self.process = process
    let deadline = Date(timeIntervalSinceNow: 20)
    while Date() < deadline, process.isRunning {
      if try udfd("status", "--json").output.contains("\"phase\":\"serving\"") { return }
      usleep(20_000)
    }
    throw ServedProcessError(description: "udfd did not come up")
  }

  /// What the daemon has logged since its start.
  var log: String {
    get throws { try String(contentsOfFile: "\(directory)/log", encoding: .utf8) }
  }

  func signal(_ number: Int32) {
    if let process { kill(process.processIdentifier, number) }
  }

  /// Waits for the end; the exit status.
  func waitForExit() -> Int32 {
    process?.waitUntilExit()
    return process?.terminationStatus ?? -1
  }

  /// Runs another command of udfd with this configuration.
  @discardableResult
  func udfd(
    _ arguments: String..., environment: [String: String] = [:]
  ) throws -> (status: Int32, output: String, errors: String) {
    let (status, output, errors) = try run(arguments, environment: environment)
    func text(_ bytes: [UInt8]) -> String {
      String(decoding: bytes, as: UTF8.self).replacing("\(directory)/", with: "")
    }
    return (status, text(output), text(errors))
  }

  func run(
    _ arguments: [String], environment: [String: String] = [:], input: [UInt8] = []
  ) throws -> (status: Int32, output: [UInt8], errors: [UInt8]) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: executable)
    process.arguments = arguments + ["--config", configurationPath]
    process.environment = Self.complete(environment)
    // Files and not pipes: what is printed may be larger than a pipe.
    let names = ["in", "out", "err"].map { "\(directory)/\(UUID().uuidString).\($0)" }
    try Data(input).write(to: URL(fileURLWithPath: names[0]))
    for name in names.dropFirst() { try Data().write(to: URL(fileURLWithPath: name)) }
    process.standardInput = FileHandle(forReadingAtPath: names[0])
    process.standardOutput = FileHandle(forWritingAtPath: names[1])
    process.standardError = FileHandle(forWritingAtPath: names[2])
    try process.run()
    process.waitUntilExit()
    let printed = try names.dropFirst().map { name in
      [UInt8](try Data(contentsOf: URL(fileURLWithPath: name)))
    }
    return (process.terminationStatus, printed[0], printed[1])
  }

  func status() throws -> [String: Any] {
    let text = try udfd("status", "--json").output
    return try XCTUnwrap(
      JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any], text)
  }

  func task(_ udf: String, _ name: String = "task") throws -> KapacitorTask {
    var settings = TaskSettings()
    settings.taskID = name
    return try KapacitorTask(socket: "\(directory)/\(udf).sock", settings: settings)
  }
}

struct ServedProcessError: Error, CustomStringConvertible {
  let description: String
}

/// Model files, made at test time.
enum ModelText {
  /// A LightGBM model of one tree: 0 up to an input of 1, `value` above.
  static func step(
    _ value: Double, inputs: [String] = ["wind_speed"], objective: String = "regression"
  ) -> String {
    """
    tree
    version=v4
    num_class=1
    num_tree_per_iteration=1
    label_index=0
    max_feature_idx=\(inputs.count - 1)
    objective=\(objective)
    feature_names=\(inputs.joined(separator: " "))
    feature_infos=\(inputs.map { _ in "[0:30]" }.joined(separator: " "))

    Tree=0
    num_leaves=2
    num_cat=0
    split_feature=0
    split_gain=1
    threshold=1
    decision_type=2
    left_child=-1
    right_child=-2
    leaf_value=0 \(value)
    leaf_weight=1 1
    leaf_count=1 1
    internal_value=50
    internal_weight=2
    internal_count=2
    is_linear=0
    shrinkage=1


    end of trees

    """
  }
}
