import Settings
import XCTest

@testable import Daemon

final class ConfigurationTests: XCTestCase {
  private var directory = ""

  override func setUpWithError() throws {
    directory = try TemporaryDirectory.make()
  }

  override func tearDown() {
    TemporaryDirectory.remove(directory)
  }

  private func configuration(
    _ text: String, environment: [String: String] = [:],
    flags: [(key: String, value: String)] = []
  ) throws -> Configuration {
    let file = "\(directory)/udfd.toml"
    try TemporaryDirectory.write(text, to: file)
    let source = ConfigurationSource(file: file, environment: environment, flags: flags)
    return try Configuration(
      root: source.read(), file: file, handlers: ["mirror", "score"],
      keys: { handler in
        switch handler {
        case "mirror": []
        case "score":
          [
            KeyDeclaration("model", .string, summary: ""),
            KeyDeclaration("on_error", .choice(["drop"]), default: "drop", summary: ""),
          ]
        default: nil
        }
      })
  }

  private func problems(
    _ text: String, environment: [String: String] = [:],
    flags: [(key: String, value: String)] = []
  ) -> [String] {
    do {
      _ = try configuration(text, environment: environment, flags: flags)
      return []
    } catch let error as ConfigurationError {
      return error.problems.map {
        $0.description.replacing("\(directory)/", with: "")
      }
    } catch { return ["\(error)"] }
  }

  func testDefaults() throws {
    let configuration = try configuration("[udf.wind]\nhandler = 'mirror'\n")
    XCTAssertEqual(configuration.daemon.controlSocket, "/run/udfd/control")
    XCTAssertEqual(configuration.daemon.modelsDirectory, "/var/lib/udfd/models")
    XCTAssertEqual(configuration.daemon.logLevel, .info)
    XCTAssertEqual(configuration.daemon.coalescingMaximumNanoseconds, 500_000)
    XCTAssertEqual(configuration.daemon.maximumFrameBytes, 64 << 20)
    XCTAssertNil(configuration.daemon.http, "nothing listens on a port unless it is asked to")
    XCTAssertEqual(configuration.udfs[0].socketPath, "/run/udfd/wind.sock")
    XCTAssertEqual(configuration.udfs[0].socketMode, 0o660)
    XCTAssertGreaterThanOrEqual(configuration.daemon.loops, 1)
  }

  func testRelativePathsBeginInTheirDirectories() throws {
    let configuration = try configuration(
      """
      [daemon]
      models_directory = "/m"
      socket_directory = "/s/"
      [models.a]
      path = "x/a.pkl"
      [models.b]
      path = "/abs/b.pkl"
      [udf.u]
      handler = "mirror"
      socket = "other.sock"
      """)
    XCTAssertEqual(configuration.models.map(\.path), ["/m/x/a.pkl", "/abs/b.pkl"])
    XCTAssertEqual(configuration.udfs[0].socketPath, "/s/other.sock")
  }

  // Flag, then environment, then file, then default.
  func testOrderOfPrecedence() throws {
    let file = "[daemon]\nlog_level = 'error'\nloops = 3\n"
    let variable = ["KAPACITOR_LOGGING_LEVEL": "DEBUG"]
    let flag = [(key: "log_level", value: "off"), (key: "loops", value: "2")]
    XCTAssertEqual(try configuration("").daemon.logLevel, .info)
    XCTAssertEqual(try configuration(file).daemon.logLevel, .error)
    XCTAssertEqual(try configuration(file, environment: variable).daemon.logLevel, .debug)
    XCTAssertEqual(try configuration("", environment: variable).daemon.logLevel, .debug)
    let flagged = try configuration(file, environment: variable, flags: flag)
    XCTAssertEqual(flagged.daemon.logLevel, .off)
    XCTAssertEqual(flagged.daemon.loops, 2)
    XCTAssertEqual(
      problems("", flags: [(key: "loops", value: "0")]),
      ["--loops: daemon.loops: 0 is too small; the least is 1"])
    XCTAssertEqual(
      problems("", environment: ["KAPACITOR_LOGGING_LEVEL": "LOUD"]),
      [
        "KAPACITOR_LOGGING_LEVEL: there is no log level \"LOUD\"; use debug, info, warning, error or off"
      ])
  }

  func testDirectories_flagsComeBeforeTheFile() throws {
    let keys = ["socket_directory", "control_socket", "models_directory", "state_directory"]
    func places(flags: [(key: String, value: String)]) throws -> [String] {
      let file = "[daemon]\n" + keys.map { "\($0) = '/file/\($0)'\n" }.joined()
      let daemon = try configuration(file, flags: flags).daemon
      return [
        daemon.socketDirectory, daemon.controlSocket, daemon.modelsDirectory,
        daemon.stateDirectory,
      ]
    }
    XCTAssertEqual(try places(flags: []), keys.map { "/file/\($0)" })
    XCTAssertEqual(
      try places(flags: keys.map { (key: $0, value: "/flag/\($0)") }), keys.map { "/flag/\($0)" })
  }

  func testModelPathsFromTheEnvironment() throws {
    let one = "[daemon]\nmodels_directory = '/m'\n[models.turbine]\npath = 'a.pkl'\n"
    let two = one + "[models.weld]\npath = 'b.cbm'\n"
    func paths(_ text: String, _ environment: [String: String]) throws -> [String] {
      try configuration(text, environment: environment).models.map(\.path)
    }
    XCTAssertEqual(
      try paths(two, ["UDFD_MODEL_TURBINE": "/x.pkl", "UDFD_MODEL_weld": "w.cbm"]),
      ["/x.pkl", "/m/w.cbm"])
    XCTAssertEqual(try paths(one, ["MODEL_PATH": "/y.pkl"]), ["/y.pkl"])
    XCTAssertEqual(
      try paths(one, ["MODEL_PATH": "/y.pkl", "UDFD_MODEL_TURBINE": "/x.pkl"]), ["/x.pkl"])
    XCTAssertEqual(
      try paths("[models.t]\n", ["UDFD_MODEL_T": "t.pkl"]), ["/var/lib/udfd/models/t.pkl"])
    XCTAssertEqual(
      problems(two, environment: ["MODEL_PATH": "/y.pkl"]),
      [
        "MODEL_PATH: applies only where exactly one model is configured, and there are 2; "
          + "unset it, or use UDFD_MODEL_NAME for model NAME"
      ])
    XCTAssertEqual(
      problems(two, environment: ["UDFD_MODEL_TRUBINE": "/x"]),
      ["UDFD_MODEL_TRUBINE: there is no model \"TRUBINE\"; did you mean \"turbine\"?"])
  }

  func testErrorsABeginnerMakesFirst() {
    XCTAssertEqual(
      problems("[udf.wind]\nhandler = 'scroe'\n"),
      ["udfd.toml:2:1: udf.wind.handler: there is no handler \"scroe\"; did you mean \"score\"?"])
    XCTAssertEqual(
      problems("[udf.wind]\nhandler = 'score'\nmodle = 'x'\n"),
      ["udfd.toml:3:1: udf.wind.modle: there is no such key; did you mean \"model\"?"])
    XCTAssertEqual(
      problems("[udf.wind-turbine]\nhandler = 'score'\n"),
      [
        "udfd.toml:1:6: udf.wind-turbine: \"wind-turbine\" is not a name; use letters, digits and _, "
          + "not a digit first, as TICKscript demands"
      ])
    XCTAssertEqual(
      problems("[udfs.wind]\nhandler = 'score'\n"),
      ["udfd.toml:1:2: udfs: there is no such key; did you mean \"udf\"?"])
    XCTAssertEqual(
      problems("[udf]\nwind = 'score'\n"),
      ["udfd.toml:2:1: udf.wind: expected a table, found a string, \"score\""])
    XCTAssertEqual(
      problems("[udf.wind]\nsocket = 'x'\n"),
      [
        "udfd.toml:1:6: udf.wind.handler: is missing: which handler serves this UDF; known here: mirror, score"
      ])
    XCTAssertEqual(
      problems(
        "[daemon]\nlog_levle = 'info'\nloops = 'atuo'\n[models.m]\n[udf.a]\nhandler = 'score'\non_error = 'pass'\n"
      ),
      [
        "udfd.toml:2:1: daemon.log_levle: there is no such key; did you mean \"log_level\"?",
        "udfd.toml:3:1: daemon.loops: expected \"auto\" or an integer, found a string, \"atuo\"",
      ])
    XCTAssertEqual(
      problems("[models.m]\n[udf.a]\nhandler = 'score'\non_error = 'pass'\n"),
      [
        "udfd.toml:1:9: models.m.path: is missing; expected a string; "
          + ModelKeys.path.summary,
        "udfd.toml:4:1: udf.a.on_error: expected \"drop\", found \"pass\"",
      ])
    XCTAssertEqual(
      problems("[udf.a]\nhandler='mirror'\n[udf.b]\nhandler='mirror'\nsocket = 'a.sock'\n"),
      ["udfd.toml:5:1: udf.b.socket: /run/udfd/a.sock is already that of udf.a"])
    XCTAssertEqual(
      problems("[udf.a]\nhandler='mirror'\nsocket = '/run/udfd/control'\n"),
      ["udfd.toml:3:1: udf.a.socket: /run/udfd/control is already that of the control socket"])
    XCTAssertEqual(
      problems("[daemon]\nmodels_directory = 'models'\n"),
      ["udfd.toml:2:1: daemon.models_directory: \"models\" is relative; write an absolute path"])
    let long = String(repeating: "n", count: 100)
    XCTAssertEqual(
      problems("[udf.\(long)]\nhandler='mirror'\n"),
      [
        "udfd.toml:1:6: udf.\(long).socket: /run/udfd/\(long).sock has 115 bytes; a socket's path "
          + "has at most 103; choose a shorter name or socket_directory"
      ])
  }

  func testAModelForONNXRuntimeNeedsTheLibrary() throws {
    let model = "[models.forecast]\npath = '/m/lstm.onnx'\nengine = 'onnxruntime'\n"
    XCTAssertEqual(
      problems(model),
      [
        "udfd.toml:3:1: models.forecast.engine: needs ONNX Runtime, whose shared library is not "
          + "named; add onnxruntime_library = \"/path/to/libonnxruntime.so\" to [daemon]"
      ])
    let library = "[daemon]\nonnxruntime_library = '/opt/libonnxruntime.so'\n"
    let configuration = try configuration(library + model)
    XCTAssertEqual(
      configuration.modelDeclarations.first?.engine, .onnxRuntime(library: "/opt/libonnxruntime.so")
    )
    XCTAssertEqual(
      problems("[daemon]\nonnxruntime_library = 'libonnxruntime.so'\n"),
      [
        "udfd.toml:2:1: daemon.onnxruntime_library: \"libonnxruntime.so\" is relative; write an "
          + "absolute path"
      ])
  }

  func testFilesThatCannotBeRead() {
    func problem(_ file: String) -> String {
      do {
        _ = try ConfigurationSource(file: file).read()
        return "read"
      } catch { return error.description.replacing("\(directory)", with: "DIR") }
    }
    XCTAssertEqual(
      problem("\(directory)/absent.toml"),
      "DIR/absent.toml: cannot be opened: No such file or directory; name the configuration with --config FILE"
    )
    XCTAssertEqual(problem(directory), "DIR: is not a file")
    XCTAssertEqual(problem("/dev/zero"), "/dev/zero: is not a file")
  }

  func testEveryDefaultFitsItsOwnDeclaration() {
    for key in DaemonKeys.all + ModelKeys.all + UDFKeys.all {
      XCTAssertFalse(key.summary.isEmpty, key.name)
      if let value = key.defaultValue {
        let setting = Setting(key: key.name, path: SettingPath(key.name), place: nil, value: value)
        XCTAssertNil(key.problem(with: setting), key.name)
      } else {
        XCTAssertTrue(key.isRequired || key.defaultText != nil, key.name)
      }
    }
  }
}
