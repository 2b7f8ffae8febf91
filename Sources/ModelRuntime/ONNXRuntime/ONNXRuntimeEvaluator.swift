import Locks

/// A graph that ONNX Runtime evaluates, a burst at a time where the graph can.
///
/// Nothing of udfd's is allocated per burst once as many bindings are there as threads have evaluated at
/// one time; ONNX Runtime allocates what it needs within a run. Rows that it fails on are NaN.
final class ONNXRuntimeEvaluator: Evaluator {
  private let session: ONNXRuntimeSession
  private let idle: Lock<[ONNXRuntimeBinding]>
  private let takesBursts: Bool
  let inputCount: Int
  let outputCount: Int
  let memoryBytes: Int
  private let inputColumns: [Int]
  private let outputColumns: [Int]

  /// - Parameter modelBytes: the file's size, for want of a figure of ONNX Runtime's.
  init(
    _ session: ONNXRuntimeSession, takesBursts: Bool, modelBytes: Int
  ) throws(ModelError) {
    self.session = session
    self.takesBursts = takesBursts
    inputColumns = session.inputs.map { $0.columns! }
    outputColumns = session.outputs.map { $0.columns! }
    inputCount = inputColumns.reduce(0, +)
    outputCount = outputColumns.reduce(0, +)
    memoryBytes = modelBytes
    let first = try ONNXRuntimeBinding(
      session, maximumRows: takesBursts ? Model.maximumBurstRows : 1)
    var bindings = [first]
    bindings.reserveCapacity(64)
    idle = Lock(bindings)
  }

  var kernelDescription: String {
    "ONNX Runtime \(session.library.version), one thread, "
      + (takesBursts ? "a burst at a time" : "a row at a time")
  }

  func evaluate(
    rows: UnsafePointer<Double>, count: Int, outputs: UnsafeMutablePointer<Double>,
    scratch: UnsafeMutableRawPointer
  ) {
    guard count > 0 else { return }
    guard let binding = take() else {
      outputs.update(repeating: .nan, count: count * outputCount)
      return
    }
    defer { idle.withLock { $0.append(binding) } }
    if takesBursts, evaluate(rows, count, outputs, binding) { return }
    // One row that ONNX Runtime fails on does not take the others with it.
    for row in 0..<count {
      let answer = outputs + row * outputCount
      if !evaluate(rows + row * inputCount, 1, answer, binding) {
        answer.update(repeating: .nan, count: outputCount)
      }
    }
  }

  private func take() -> ONNXRuntimeBinding? {
    if let binding = idle.withLock({ $0.popLast() }) { return binding }
    return try? ONNXRuntimeBinding(
      session, maximumRows: takesBursts ? Model.maximumBurstRows : 1)
  }

  private func evaluate(
    _ rows: UnsafePointer<Double>, _ count: Int, _ outputs: UnsafeMutablePointer<Double>,
    _ binding: ONNXRuntimeBinding
  ) -> Bool {
    var first = 0
    for port in inputColumns.indices {
      let columns = inputColumns[port]
      for row in 0..<count {
        let from = rows + row * inputCount + first
        for column in 0..<columns {
          binding.setInput(port, at: row * columns + column, to: from[column])
        }
      }
      first += columns
    }
    guard binding.run(rows: count) else { return false }
    first = 0
    for port in outputColumns.indices {
      let columns = outputColumns[port]
      for row in 0..<count {
        let to = outputs + row * outputCount + first
        for column in 0..<columns {
          to[column] = binding.output(port, at: row * columns + column)
        }
      }
      first += columns
    }
    return true
  }
}
