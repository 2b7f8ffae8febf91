/// Runs a program, row by row.
final class ONNXEvaluator: Evaluator {
  private let steps: [any ONNXStep]
  private let constants: KernelMemory<Double>
  private let inputs: [ONNXValue]
  private let parts: [ONNXOutputs.Part]
  let inputCount: Int
  let outputCount: Int
  let memoryBytes: Int
  let kernelDescription: String
  private let valueBytes: Int
  private let stepScratchBytes: Int

  init(_ program: ONNXProgram, inputs: [ONNXValue], outputs: ONNXOutputs) {
    steps = program.steps
    constants = KernelMemory(program.constants)
    self.inputs = inputs
    parts = outputs.parts
    inputCount = inputs.reduce(0) { $0 + $1.count }
    outputCount = outputs.declared.count
    memoryBytes = constants.bytes + program.stepMemoryBytes
    valueBytes = Self.padded(program.valueCount * MemoryLayout<Double>.stride)
    stepScratchBytes = program.stepScratchBytes
    kernelDescription =
      program.kernels.isEmpty
      ? "native ONNX, \(program.steps.count) steps"
      : "native ONNX, \(program.steps.count) steps; "
        + (program.kernels.count == 1
          ? program.kernels[0] : "\(program.kernels.count) tree ensembles")
  }

  func scratchBytes(rows: Int) -> Int { valueBytes + stepScratchBytes }

  func evaluate(
    rows: UnsafePointer<Double>, count: Int, outputs: UnsafeMutablePointer<Double>,
    scratch: UnsafeMutableRawPointer
  ) {
    let frame = ONNXFrame(
      constants: UnsafePointer(constants.start),
      values: scratch.assumingMemoryBound(to: Double.self), scratch: scratch + valueBytes)
    for row in 0..<count {
      var from = rows + row * inputCount
      for input in inputs {
        let to = input.write(frame)
        for index in 0..<input.count { to[index] = converted(from[index], input.type) }
        from += input.count
      }
      for step in steps { step.run(frame) }
      write(frame, to: outputs + row * outputCount)
    }
  }

  private func converted(_ value: Double, _ type: ONNXType) -> Double {
    switch type {
    case .float: Double(Float(value))
    case .integer: value.isFinite ? value.rounded(.towardZero) : 0
    case .boolean: value != 0 ? 1 : 0
    case .double, .string: value
    }
  }

  private func write(_ frame: ONNXFrame, to outputs: UnsafeMutablePointer<Double>) {
    var next = outputs
    for part in parts {
      let from = part.value.read(frame)
      if part.isLabel {
        let value = from[0]
        if let numbers = part.classNumbers {
          // The class's own number to its place.
          next[0] = .nan
          for index in numbers.indices where numbers[index] == value {
            next[0] = Double(index)
            break
          }
        } else {
          next[0] = value
        }
        next += 1
      } else {
        for index in 0..<part.value.count { next[index] = from[index] }
        next += part.value.count
      }
    }
  }
}
