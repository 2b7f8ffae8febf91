import COnnxRuntime

/// What runs for one row and for three show of a graph: its outputs' shapes, which files often leave
/// open, and whether rows of one run are answered as each alone.
///
/// They need not be: a recurrent graph may take its first dimension for time.
struct ONNXRuntimeProbe {
  let outputs: [ONNXRuntimePort]
  let takesBursts: Bool

  /// Of the largest answer: products of matrices sum in another order for several rows.
  private static let tolerance = 1e-3
  private static let rows = 3

  init(_ session: ONNXRuntimeSession) throws(ModelError) {
    var alone: [Answer] = []
    for row in 0..<ONNXRuntimeProbe.rows {
      alone.append(try ONNXRuntimeProbe.run(session, rows: [row]))
    }
    let single = alone[0].ports
    if session.inputs.allSatisfy(\.countsRows),
      let together = try? ONNXRuntimeProbe.run(session, rows: [0, 1, 2]),
      ONNXRuntimeProbe.agree(together, alone)
    {
      takesBursts = true
      outputs = single.map { port in
        var port = port
        port.shape[0] = -1
        return port
      }
    } else {
      takesBursts = false
      outputs = single
    }
    for port in outputs where port.columns == nil {
      throw ONNXRuntimePort.unsupported(
        port.name, "output", "has the shape \(port.shape)", "export the model without it")
    }
  }

  private struct Answer {
    var ports: [ONNXRuntimePort]
    var values: [[Double]]
  }

  /// A number for a column of a row: small, and another one in each.
  private static func sample(row: Int, column: Int) -> Double {
    Double((row * 37 + column * 11) % 17) / 16 + Double(row) * 0.25
  }

  private static func run(
    _ session: ONNXRuntimeSession, rows: [Int]
  ) throws(ModelError) -> Answer {
    let api = session.library.api
    var memory: [UnsafeMutableRawBufferPointer] = []
    var inputs: [OpaquePointer?] = []
    var outputs = [OpaquePointer?](repeating: nil, count: session.outputs.count)
    defer {
      for value in inputs + outputs { if let value { api.ReleaseValue(value) } }
      for block in memory { block.deallocate() }
    }
    for port in session.inputs {
      let columns = port.columns!
      let block = UnsafeMutableRawBufferPointer.allocate(
        byteCount: max(1, rows.count * columns) * port.element.bytes, alignment: 64)
      memory.append(block)
      for (place, row) in rows.enumerated() {
        for column in 0..<columns {
          port.element.store(
            sample(row: row, column: column), in: block.baseAddress!, at: place * columns + column)
        }
      }
      inputs.append(
        try session.library.makeTensor(
          block, shape: port.shape(rows: rows.count), type: port.element))
    }
    try session.run(inputs, &outputs)
    var answer = Answer(ports: [], values: [])
    for (index, value) in outputs.enumerated() {
      let name = session.outputs[index].name
      guard let value else { throw ModelError(.damaged, cause: "an output is missing") }
      let (port, numbers) = try read(value, name, api)
      answer.ports.append(port)
      answer.values.append(numbers)
    }
    return answer
  }

  private static func read(
    _ value: OpaquePointer, _ name: String, _ api: OrtApi
  ) throws(ModelError) -> (ONNXRuntimePort, [Double]) {
    let info = try api.made { api.GetTensorTypeAndShape(value, &$0) }
    defer { api.ReleaseTensorTypeAndShapeInfo(info) }
    let port = try ONNXRuntimePort(name: name, what: "output", tensor: info, api)
    guard let count = port.columns else { return (port, []) }
    var data: UnsafeMutableRawPointer?
    try api.check(api.GetTensorMutableData(value, &data))
    guard let data else { return (port, []) }
    return (port, (0..<count).map { port.element.load(data, at: $0) })
  }

  private static func agree(_ together: Answer, _ alone: [Answer]) -> Bool {
    for (index, port) in together.ports.enumerated() {
      let single = alone[0].ports[index].shape
      guard port.shape.count == single.count, !single.isEmpty, single[0] == 1,
        port.shape[0] == Int64(rows), port.shape.dropFirst() == single.dropFirst()
      else { return false }
      let width = together.values[index].count / rows
      for (row, answer) in alone.enumerated() {
        for column in 0..<width {
          let value = together.values[index][row * width + column]
          let expected = answer.values[index][column]
          if value == expected || value.isNaN && expected.isNaN { continue }
          guard abs(value - expected) <= tolerance * max(1, abs(expected)) else { return false }
        }
      }
    }
    return true
  }
}
