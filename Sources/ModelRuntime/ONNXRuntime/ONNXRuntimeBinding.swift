/// The memory of one evaluation at a time, with tensors over it for every number of rows: what a burst
/// needs is there before it comes.
///
/// Unchecked: whoever has taken it out of the pool uses it alone.
final class ONNXRuntimeBinding: @unchecked Sendable {
  /// One for each input, then one for each output.
  private let memory: [UnsafeMutableRawBufferPointer]
  /// For rows 1, 2, ...: the tensors of all inputs.
  private let inputs: UnsafeMutablePointer<OpaquePointer?>
  private let outputs: UnsafeMutablePointer<OpaquePointer?>
  private let session: ONNXRuntimeSession
  private let maximumRows: Int

  /// - Parameter maximumRows: 1 for a graph that takes one row at a time.
  init(_ session: ONNXRuntimeSession, maximumRows: Int) throws(ModelError) {
    self.session = session
    self.maximumRows = maximumRows
    let ports = session.inputs + session.outputs
    memory = ports.map { port in
      let bytes = max(8, maximumRows * port.columns! * port.element.bytes)
      let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes, alignment: 64)
      memory.initializeMemory(as: UInt8.self, repeating: 0)
      return memory
    }
    inputs = .allocate(capacity: maximumRows * session.inputs.count)
    inputs.initialize(repeating: nil, count: maximumRows * session.inputs.count)
    outputs = .allocate(capacity: maximumRows * session.outputs.count)
    outputs.initialize(repeating: nil, count: maximumRows * session.outputs.count)
    for rows in 1...maximumRows {
      for (index, port) in session.inputs.enumerated() {
        inputs[(rows - 1) * session.inputs.count + index] = try tensor(port, memory[index], rows)
      }
      for (index, port) in session.outputs.enumerated() {
        outputs[(rows - 1) * session.outputs.count + index] = try tensor(
          port, memory[session.inputs.count + index], rows)
      }
    }
  }

  private func tensor(
    _ port: ONNXRuntimePort, _ memory: UnsafeMutableRawBufferPointer, _ rows: Int
  ) throws(ModelError) -> OpaquePointer {
    try session.library.makeTensor(
      UnsafeMutableRawBufferPointer(
        rebasing: memory[..<(rows * port.columns! * port.element.bytes)]),
      shape: port.shape(rows: rows), type: port.element)
  }

  deinit {
    for index in 0..<(maximumRows * session.inputs.count) { release(inputs[index]) }
    for index in 0..<(maximumRows * session.outputs.count) { release(outputs[index]) }
    inputs.deallocate()
    outputs.deallocate()
    for memory in memory { memory.deallocate() }
  }

  private func release(_ value: OpaquePointer?) {
    if let value { session.library.api.ReleaseValue(value) }
  }

  func setInput(_ port: Int, at index: Int, to value: Double) {
    session.inputs[port].element.store(value, in: memory[port].baseAddress!, at: index)
  }

  func output(_ port: Int, at index: Int) -> Double {
    session.outputs[port].element.load(
      memory[session.inputs.count + port].baseAddress!, at: index)
  }

  /// Runs the graph over the first `rows` rows; false where ONNX Runtime fails.
  func run(rows: Int) -> Bool {
    session.runs(
      inputs + (rows - 1) * session.inputs.count, outputs + (rows - 1) * session.outputs.count)
  }
}
