import Glibc
import UDFWire

/// The hot paths of the wire, one line each.
struct WireBenchmark {
  let block = PointBlock(count: 600)
  /// Only the lines with this text are measured.
  let filter: String

  func run() throws {
    print("\(block.count) points, \(block.bytes.count / block.count) bytes each")
    copying()
    passing()
    try readingTwo()
    try editing()
    try readingMany()
    owning()
  }

  private func measure(_ name: String, _ handle: (PointBurst, inout ResponseWriter) -> Void) {
    measure(name, on: block, repetitions: 2000) { block.answer(handle) }
  }

  private func measure(
    _ name: String, on block: PointBlock, repetitions: Int, _ work: () -> Void
  ) {
    guard filter.isEmpty || name.contains(filter) else { return }
    print(Measurement(name, points: block.count, repetitions: repetitions, work).line)
  }

  private func copying() {
    measure("memcpy", on: block, repetitions: 2000) {
      memcpy(block.output.baseAddress!, block.bytes.baseAddress!, block.bytes.count)
    }
  }

  private func passing() {
    measure("mirror") { burst, writer in
      for index in burst.indices { writer.pass(burst[index]) }
    }
    measure("mirror, with a mark for each point") { burst, writer in
      for index in burst.indices {
        let mark = writer.mark()
        writer.pass(burst[index])
        if writer.overflowed { writer.rollBack(to: mark) }
      }
    }
  }

  /// What the wind turbine's handler does with a linear model.
  private func readingTwo() throws {
    var readings = FieldReadings(try FieldTable(fields: ["wind_speed", "grid_active_power"]))
    let status = try DoubleField("anomaly_status")
    var sum = 0.0
    measure("read 2 fields") { burst, writer in
      for index in burst.indices {
        let point = burst[index]
        guard (try? readings.read(point)) != nil else { continue }
        if let wind = readings.double(0), let power = readings.double(1) {
          sum += Self.level(wind, power)
        }
        writer.pass(point)
      }
    }
    measure("read 2 fields, append 1 (wind turbine)") { burst, writer in
      for index in burst.indices {
        let point = burst[index]
        guard (try? readings.read(point)) != nil, let wind = readings.double(0),
          let power = readings.double(1)
        else {
          writer.pass(point)
          continue
        }
        writer.pass(point, setting: status, to: Self.level(wind, power))
      }
    }
    precondition(sum >= 0)
  }

  @inline(__always)
  private static func level(_ wind: Double, _ power: Double) -> Double {
    let error = (180 * wind - 400 - power) / power
    return error <= 0.15 ? 0 : error < 0.3 ? 0.3 : error < 0.6 ? 0.6 : 1
  }

  private func editing() throws {
    let table = try FieldTable(
      fields: ["wind_speed", "grid_active_power", "anomaly_status", "state"])
    var readings = FieldReadings(table)
    var edits = try PointEdits(writing: ["anomaly_status", "state"], known: table)
    measure("read 4 fields, edit 1") { burst, writer in
      for index in burst.indices {
        let point = burst[index]
        guard (try? readings.read(point)) != nil else { continue }
        edits.reset()
        edits.set(0, 0.3)
        try? writer.pass(point, edits, readings: readings)
      }
    }
    measure("read 4 fields, edit 2 (one of them a text)") { burst, writer in
      for index in burst.indices {
        let point = burst[index]
        guard (try? readings.read(point)) != nil else { continue }
        edits.reset()
        edits.set(0, 0.3)
        edits.set(1, "MEDIUM")
        try? writer.pass(point, edits, readings: readings)
      }
    }
    var change = try PointEdits(writing: ["wind_speed"])
    measure("change the type of 1 field, without readings") { burst, writer in
      for index in burst.indices {
        change.reset()
        change.set(0, Int64(index))
        try? writer.pass(burst[index], change)
      }
    }
  }

  private func readingMany() throws {
    let many = PointBlock(count: 300, extraFields: 30)
    var readings = FieldReadings(
      try FieldTable(fields: (0..<30).map { "feature_\($0)" }))
    var sum = 0.0
    measure("read 30 of 32 fields", on: many, repetitions: 500) {
      many.answer { burst, writer in
        for index in burst.indices {
          guard (try? readings.read(burst[index])) != nil else { continue }
          sum += readings.double(29) ?? 0
          writer.pass(burst[index])
        }
      }
    }
    precondition(sum >= 0)
  }

  private func owning() {
    measure("decode and encode an owned point", on: block, repetitions: 20) {
      block.answer { burst, writer in
        for index in burst.indices {
          if let point = try? burst[index].decoded() { try? writer.write(point) }
        }
      }
    }
  }
}
