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

  private static let rolling: SettingTable = [
    "set": ["mean": "rollingMean(\"grid_active_power\", 1000)"]
  ]

  func run() throws {
    let input = Self.points(50_000)
    let coded: SettingTable = ["model": "turbine"]
    let cases: [(name: String, handler: String, table: SettingTable)] = [
      ("wind_turbine, coded", "wind_turbine", coded),
      ("wind_turbine, configured", "score", Self.rule),
      ("rolling mean over 1,000 points", "score", Self.rolling),
      ("mirror", "mirror", [:]),
    ]
    var best = [Double](repeating: .infinity, count: cases.count)
    for _ in 0..<9 {
      for (index, entry) in cases.enumerated() {
        let definition = try HandlerRegistry.builtIn[entry.handler]!
          .makeDefinition(udf: "bench", settings: entry.table, models: models)
        best[index] = min(best[index], try Self.nanosecondsPerPoint(definition, input, 50_000))
      }
    }
    for (entry, time) in zip(cases, best) {
      print("\(entry.name): \((time * 10).rounded() / 10) ns CPU per point")
    }
    print("configured against coded: \((best[0] / best[1] * 100).rounded() / 100) of its speed")
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
