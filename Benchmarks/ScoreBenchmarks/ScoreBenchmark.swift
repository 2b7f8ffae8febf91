import Glibc
import Handlers
import KapacitorUDF
import ModelRuntime
import Settings
import UDFWire

/// The wind turbine rule, coded and configured, on the same points.
struct ScoreBenchmark {
  private let models: ModelStore

  init(modelPath: String) throws {
    models = ModelStore()
    models.declare(names: ["turbine"])
    let declaration = ModelDeclaration(name: "turbine", path: modelPath)
    models.commit(try models.prepare([declaration]))
  }

  private static let rule: SettingTable = [
    "model": "turbine",
    "when": "\"wind_speed\" > cut_in AND \"wind_speed\" <= cut_out AND \"grid_active_power\" > 0.0",
    "options": ["threshold": 0.15, "cut_in": 3.0, "cut_out": 14.0],
    "let": ["error": "abs(prediction - \"grid_active_power\") / \"grid_active_power\""],
    "set": [
      "anomaly_status":
        "if(error <= threshold, 0.0, if(error < 0.3, 0.3, if(error < 0.6, 0.6, 1.0)))"
    ],
    "defaults": ["anomaly_status": 0.0],
  ]

  private static func set(_ expression: String) -> SettingTable {
    ["set": ["y": .string(expression)]]
  }

  /// Eight operators and two functions, and the same value without them.
  private static let ten =
    "sqrt(abs((\"wind_speed\" * 2.0 + 1.0) / 3.0 - \"grid_active_power\" * 0.5 + 4.0 * 1.5 - 2.0))"
  private static let none = "\"wind_speed\""

  private struct Case {
    let name: String
    let handler: String
    let table: SettingTable

    init(_ name: String, _ table: SettingTable, handler: String = "score") {
      self.name = name
      self.handler = handler
      self.table = table
    }
  }

  private static let cases =
    [
      Case("wind_turbine, coded", ["model": "turbine"], handler: "wind_turbine"),
      Case("wind_turbine, configured", rule),
      Case("an expression of 10 operations", set(ten)),
      Case("an expression of none", set(none)),
      // A function with state makes points go one by one.
      Case("10 operations and count()", set(ten + " + float(count())")),
      Case("count() alone", set("float(count())")),
      Case("mirror", [:], handler: "mirror"),
    ]
    + [10, 1_000, 30_000].flatMap { window in
      ["rollingMean", "rollingMax", "rollingMedian"].map { function in
        Case("\(function) over \(window)", set("\(function)(\"grid_active_power\", \(window))"))
      }
    }

  func run() throws {
    let input = Self.points(50_000)
    var best = [Double](repeating: .infinity, count: Self.cases.count)
    for _ in 0..<7 {
      for (index, entry) in Self.cases.enumerated() {
        let definition = try HandlerRegistry.builtIn[entry.handler]!
          .makeDefinition(udf: "bench", settings: entry.table, models: models)
        best[index] = min(best[index], try Self.nanosecondsPerPoint(definition, input, 50_000))
      }
    }
    for (entry, time) in zip(Self.cases, best) {
      print("\(entry.name): \(Self.rounded(time, 10)) ns CPU per point")
    }
    print("configured against coded: \(Self.rounded(best[0] / best[1], 100)) of its speed")
    print("10 operations in columns: \(Self.rounded(best[2] - best[3], 10)) ns")
    print("10 operations point by point: \(Self.rounded(best[4] - best[5], 10)) ns")
  }

  private static func rounded(_ value: Double, _ parts: Double) -> Double {
    (value * parts).rounded() / parts
  }

  private static func points(_ count: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    for step in 0..<count {
      let power = Double(step * 7919 % 3600) - 100
      let speed = Double(step * 104_729 % 1500) / 100
      let fields: OrderedMap<FieldValue> = [
        "grid_active_power": .double(power), "wind_speed": .double(speed),
      ]
      let point = Point(
        timeNanoseconds: 1_500_000_000_000_000_000 + Int64(step) * 1_000_000_000,
        name: "wind_turbine_data", database: "datain", retentionPolicy: "autogen",
        tags: ["host": "turbine-1"], fields: fields)
      bytes += Request.point(point).frame()
    }
    return bytes
  }

  private static func nanosecondsPerPoint(
    _ definition: any UDFDefinition, _ input: [UInt8], _ count: Int
  ) throws -> Double {
    let capacity = 256 << 10
    let memory = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 64)
    defer { memory.deallocate() }
    var session = UDFSession(
      definition: definition, configuration: SessionConfiguration(), services: HandlerServices())
    func feed(_ bytes: UnsafeRawBufferPointer) -> Int {
      var offset = 0
      while offset < bytes.count {
        var writer = ResponseWriter(base: memory, capacity: capacity, spill: nil)
        // As much as a read brings.
        let end = min(offset + (64 << 10), bytes.count)
        let part = UnsafeRawBufferPointer(rebasing: bytes[offset..<end])
        let progress = session.process(part, &writer)
        if progress.consumed == 0, end == bytes.count { break }
        offset += progress.consumed
      }
      return offset
    }
    let initialize = Request.initialize(InitRequest(options: [], taskID: "t", nodeID: "n")).frame()
    _ = initialize.withUnsafeBytes(feed)
    let start = cpuNanoseconds()
    let consumed = input.withUnsafeBytes(feed)
    let time = cpuNanoseconds() - start
    guard consumed == input.count else { fatalError("only \(consumed) bytes were taken") }
    return time / Double(count)
  }

  private static func cpuNanoseconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
  }
}
