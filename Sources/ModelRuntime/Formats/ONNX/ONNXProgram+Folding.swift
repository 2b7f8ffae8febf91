extension ONNXProgram {
  /// Numbers of one operation that are worth a constant: shapes, and what is reckoned with them. Larger
  /// ones would make a small file a large model.
  private static let maximumFolded = 4096

  /// Runs the steps that `node` has added, where they read nothing but constants, and keeps what they
  /// make in their place: converters reckon with the shapes of values, which are known here.
  /// - Parameters:
  ///   - stepCount: the steps before the node was added.
  ///   - valueCount: the numbers that values took before it.
  mutating func fold(_ node: ONNXNode, stepCount: Int, valueCount before: Int) {
    // A body may read what is no input of its node.
    guard node.operation != "Scan", steps.count > stepCount, !constants.isEmpty,
      valueCount - before <= ONNXProgram.maximumFolded
    else { return }
    for name in node.inputs where !name.isEmpty {
      guard let value = values[name], value.isConstant, value.count <= ONNXProgram.maximumFolded
      else { return }
    }
    let outputs = node.outputs.compactMap { name in values[name].map { (name, $0) } }
    guard outputs.allSatisfy({ $0.1.isConstant || $0.1.offset >= before }),
      reserveMade(valueCount - before)
    else { return }
    let memory = UnsafeMutablePointer<Double>.allocate(capacity: valueCount)
    let scratch = UnsafeMutableRawPointer.allocate(byteCount: stepScratchBytes, alignment: 64)
    defer {
      memory.deallocate()
      scratch.deallocate()
    }
    constants.withUnsafeBufferPointer { constants in
      // There are constants: see above.
      let frame = ONNXFrame(
        constants: constants.baseAddress!, values: memory, scratch: scratch)
      for step in steps[stepCount...] { step.run(frame) }
    }
    rollBack(stepCount: stepCount, valueCount: before)
    for (name, value) in outputs where !value.isConstant {
      keep(
        name, value, numbers: UnsafeBufferPointer(start: memory + value.offset, count: value.count))
    }
  }

  private mutating func keep(
    _ name: String, _ value: ONNXValue, numbers: UnsafeBufferPointer<Double>
  ) {
    var kept = value
    kept.isConstant = true
    kept.offset = appendConstants(numbers)
    alias(name, kept)
  }
}
