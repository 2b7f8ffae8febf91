import Glibc
import ModelRuntime

// What evaluating a model costs: swift run -c release ModelBenchmarks MODEL ROWS.csv [SECONDS]
//
// One thread; rows as a burst gives them, already in memory. Prints one line of JSON: microseconds
// per row for one row in a call and for 64, the median of 15 measurements each.
//
//   ModelBenchmarks --load MODEL             milliseconds that loading takes, alone: the first load of a process
//   ModelBenchmarks --bursts MODEL ROWS.csv  whether bursts of 1 to 64 rows answer the same, to the last bit

func fail(_ message: String) -> Never {
  let line = Array("ModelBenchmarks: \(message)\n".utf8)
  _ = line.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
  exit(1)
}

func secondsNow() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}

func readRows(_ path: String, columns: Int) throws -> [Double] {
  let bytes = try ModelFile.read(path: path)
  var rows: [Double] = []
  for line in bytes.split(separator: UInt8(ascii: "\n")).dropFirst() {
    let cells = line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    guard cells.count == columns else { fail("a row has \(cells.count) cells, not \(columns)") }
    for cell in cells {
      rows.append(Double(String(decoding: cell, as: UTF8.self)) ?? .nan)
    }
  }
  return rows
}

/// Median microseconds per row, `burst` rows in a call.
func measure(_ model: Model, rows: [Double], burst: Int, seconds: Double) -> Double {
  let inputs = model.inputs.count
  let count = rows.count / inputs / burst * burst
  let outputs = UnsafeMutablePointer<Double>.allocate(capacity: burst * model.outputs.count)
  let scratch = UnsafeMutableRawPointer.allocate(byteCount: model.scratchBytes + 64, alignment: 64)
  defer {
    outputs.deallocate()
    scratch.deallocate()
  }
  return rows.withUnsafeBufferPointer { rows in
    var measurements: [Double] = []
    var next = 0
    for _ in 0..<15 {
      let start = secondsNow()
      var done = 0
      while secondsNow() - start < seconds / 15 {
        for _ in 0..<16 {
          model.evaluate(
            rows: rows.baseAddress! + next * inputs, count: burst, outputs: outputs,
            scratch: scratch)
          next = next + burst < count ? next + burst : 0
          done += burst
        }
      }
      measurements.append((secondsNow() - start) / Double(done) * 1e6)
    }
    return measurements.sorted()[7]
  }
}

/// Evaluates all rows in bursts of `burst`.
func answers(_ model: Model, rows: [Double], burst: Int) -> [UInt64] {
  let inputs = model.inputs.count
  let outputs = model.outputs.count
  var scratch = ModelScratch(for: model)
  var answers: [UInt64] = []
  var next = 0
  while next < rows.count / inputs {
    let count = min(burst, rows.count / inputs - next)
    for row in 0..<count {
      for column in 0..<inputs {
        scratch.setInput(row: row, column: column, to: rows[(next + row) * inputs + column])
      }
    }
    scratch.evaluate(model, count: count)
    for row in 0..<count {
      for column in 0..<outputs {
        let value = scratch.output(row: row, column: column)
        answers.append(value.isNaN ? .max : value.bitPattern)
      }
    }
    next += count
  }
  return answers
}

func compareBursts(_ model: Model, rows: [Double]) {
  let expected = answers(model, rows: rows, burst: 1)
  for burst in 2...Model.maximumBurstRows
  where answers(model, rows: rows, burst: burst) != expected {
    fail("bursts of \(burst) rows answer otherwise than one row does")
  }
  print(
    "bursts of 1 to 64 answer the same: \(rows.count / model.inputs.count) rows, "
      + "\(model.metadata.kernel)")
}

func milliseconds(_ duration: Duration) -> Double {
  Double(duration.components.seconds) * 1e3 + Double(duration.components.attoseconds) * 1e-15
}

let arguments = CommandLine.arguments
do {
  switch (arguments.count, arguments.dropFirst().first) {
  case (3, "--load"):
    print(milliseconds(try ModelLoader.load(path: arguments[2]).metadata.loadDuration))
  case (4, "--bursts"):
    let model = try ModelLoader.load(path: arguments[2])
    compareBursts(model, rows: try readRows(arguments[3], columns: model.inputs.count))
  case (3..., _):
    let seconds = arguments.count > 3 ? Double(arguments[3]) ?? 1 : 1
    let model = try ModelLoader.load(path: arguments[1])
    let rows = try readRows(arguments[2], columns: model.inputs.count)
    guard rows.count / model.inputs.count >= 64 else { fail("at least 64 rows are needed") }
    let one = measure(model, rows: rows, burst: 1, seconds: seconds / 2)
    let burst = measure(model, rows: rows, burst: 64, seconds: seconds / 2)
    print(
      "{\"one\": \(one), \"burst\": \(burst), \"memory\": \(model.metadata.memoryBytes), "
        + "\"load_ms\": \(milliseconds(model.metadata.loadDuration)), "
        + "\"kernel\": \"\(model.metadata.kernel)\"}")
  default: fail("usage: ModelBenchmarks MODEL ROWS.csv [SECONDS]")
  }
} catch {
  fail("\(error)")
}
