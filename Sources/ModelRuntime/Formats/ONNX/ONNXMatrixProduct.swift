/// alpha * A x B + beta * C, in the values' own precision. Of Floats, in the order and with the roundings
/// that ONNX Runtime has on x86-64 with AVX and FMA for one row (`core/mlas/lib/sgemm.cpp`).
struct ONNXMatrixStep: ONNXStep {
  let a: ONNXValue
  let b: ONNXValue
  let c: ONNXValue?
  let output: ONNXValue
  let rows: Int
  let inner: Int
  let columns: Int
  /// Distance of neighbours in a row and in a column of A and B.
  let aStep: (row: Int, column: Int)
  let bStep: (row: Int, column: Int)
  let cIndices: [Int32]
  let alpha: Double
  let beta: Double
  /// Four products are summed before they are added to the rest (`SgemmKernelM1Avx`).
  let isGrouped: Bool

  /// Products that are summed before they are multiplied by alpha: as many as fit a packed panel.
  private static let panel = 256

  func run(_ frame: ONNXFrame) {
    let left = a.read(frame)
    let right = b.read(frame)
    for row in 0..<rows {
      start(row, frame)
      let from = left + row * aStep.row
      let to = output.write(frame) + row * columns
      if output.type != .float {
        plain(from, right, to)
      } else if isGrouped {
        grouped(from, right, to)
      } else {
        fused(from, right, to, sums: frame.scratch.assumingMemoryBound(to: Double.self))
      }
    }
  }

  /// beta * C, which everything is added to.
  private func start(_ row: Int, _ frame: ONNXFrame) {
    let to = output.write(frame) + row * columns
    guard let c else {
      to.update(repeating: 0, count: columns)
      return
    }
    let from = c.read(frame)
    for column in 0..<columns {
      to[column] = rounded(beta * from[Int(cIndices[row * columns + column])])
    }
  }

  private func plain(
    _ from: UnsafePointer<Double>, _ right: UnsafePointer<Double>,
    _ to: UnsafeMutablePointer<Double>
  ) {
    for column in 0..<columns {
      var sum = 0.0
      for k in 0..<inner {
        sum += from[k * aStep.column] * right[k * bStep.row + column * bStep.column]
      }
      to[column] = rounded(alpha * sum + to[column])
    }
  }

  /// A product of Floats is exact in Double, so that one rounding follows the addition, as in a fused
  /// multiplication; that Double has rounded the sum before shows once in half a billion sums.
  private func fused(
    _ from: UnsafePointer<Double>, _ right: UnsafePointer<Double>,
    _ to: UnsafeMutablePointer<Double>, sums: UnsafeMutablePointer<Double>
  ) {
    for first in stride(from: 0, to: inner, by: ONNXMatrixStep.panel) {
      sums.update(repeating: 0, count: columns)
      for k in first..<min(inner, first + ONNXMatrixStep.panel) {
        let factor = from[k * aStep.column]
        let line = right + k * bStep.row
        if bStep.column == 1 {
          for column in 0..<columns {
            sums[column] = Double(Float(factor * line[column] + sums[column]))
          }
        } else {
          for column in 0..<columns {
            sums[column] = Double(Float(factor * line[column * bStep.column] + sums[column]))
          }
        }
      }
      let scale = rounded(alpha)
      for column in 0..<columns { to[column] = rounded(sums[column] * scale + to[column]) }
    }
  }

  /// Nothing is fused here. Four terms at a time, then two, then one.
  private func grouped(
    _ from: UnsafePointer<Double>, _ right: UnsafePointer<Double>,
    _ to: UnsafeMutablePointer<Double>
  ) {
    for column in 0..<columns {
      func term(_ k: Int) -> Float {
        Float(from[k * aStep.column]) * Float(right[k * bStep.row + column * bStep.column])
      }
      var sum = Float(to[column])
      var k = 0
      while k + 4 <= inner {
        sum = (((term(k) + term(k + 1)) + term(k + 2)) + term(k + 3)) + sum
        k += 4
      }
      if inner - k >= 2 {
        sum = (term(k) + term(k + 1)) + sum
        k += 2
      }
      if k < inner { sum = term(k) + sum }
      to[column] = Double(sum)
    }
  }

  private func rounded(_ value: Double) -> Double { ONNXValue.rounded(value, output.type) }
}

extension ONNXProgram {
  mutating func addProduct(_ node: ONNXNode) throws(ModelError) {
    let isGemm = node.operation == "Gemm"
    let a = try input(node, 0)
    let b = try input(node, 1)
    let c = isGemm ? try optionalInput(node, 2) : nil
    guard b.shape.count <= 2 else { throw node.unsupported("it multiplies more than two matrices") }
    let left = try matrix(a, of: node)
    // A list on the right is a column.
    let right = b.shape.count == 1 ? (rows: b.shape[0], columns: 1) : try matrix(b, of: node)
    let aTurned = isGemm && node.integer("transA", default: 0) != 0
    let bTurned = isGemm && node.integer("transB", default: 0) != 0
    let (rows, inner) = aTurned ? (left.columns, left.rows) : (left.rows, left.columns)
    let (depth, columns) = bTurned ? (right.columns, right.rows) : (right.rows, right.columns)
    guard inner == depth else {
      throw node.error("shapes \(a.shape) and \(b.shape) do not fit")
    }
    var shape = [rows, columns]
    if !isGemm {
      if a.shape.count == 1 { shape.removeFirst() }
      if b.shape.count == 1 { shape.removeLast() }
    }
    let output = try allocate(try output(node, 0), type: a.type, shape: shape)
    if let c, try ONNXProgram.broadcast(c.shape, shape, of: node) != shape {
      throw node.error("its third input has the shape \(c.shape)")
    }
    let alpha = isGemm ? node.float("alpha", default: 1) : 1
    // What ONNX Runtime has packed when it loads the graph it sums in one way, else in another.
    let isPacked = b.isConstant && b.shape.count == 2
    append(
      ONNXMatrixStep(
        a: a, b: b, c: c, output: output, rows: rows, inner: inner, columns: columns,
        aStep: aTurned ? (1, left.columns) : (left.columns, 1),
        bStep: bTurned ? (1, right.columns) : (right.columns, 1),
        cIndices: c.map { ONNXProgram.indices(of: $0.shape, in: [rows, columns]) } ?? [],
        alpha: alpha, beta: isGemm ? node.float("beta", default: 1) : 1,
        isGrouped: !isPacked && rows == 1 && !bTurned && alpha == 1),
      scratchBytes: columns * MemoryLayout<Double>.stride)
  }
}
