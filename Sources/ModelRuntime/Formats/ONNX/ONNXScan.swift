/// Scan: a graph of its own that is run for each slice of its inputs along their first axis. Converters
/// put distances to the training rows into it, one row after the other.
struct ONNXScanStep: ONNXStep {
  /// A value that one run hands to the next.
  struct State: Sendable {
    let initial: ONNXValue
    let input: ONNXValue
    /// What a run makes of it; nil: it stays what it is.
    let next: ONNXValue?
    /// Where `next` waits until all states are made: one may be made of another's old value.
    let waiting: ONNXValue?
    let final: ONNXValue
  }

  let states: [State]
  /// Whole inputs, and what one slice of each is in the body.
  let slices: [(whole: ONNXValue, slice: ONNXValue)]
  let body: [any ONNXStep]
  /// What one run makes, and where those of all runs lie one after the other.
  let results: [(result: ONNXValue, whole: ONNXValue)]
  let runs: Int

  func run(_ frame: ONNXFrame) {
    for state in states { copy(state.initial, to: state.input, frame) }
    for run in 0..<runs {
      for (whole, slice) in slices {
        slice.write(frame).update(
          from: whole.read(frame) + run * slice.count, count: slice.count)
      }
      for step in body { step.run(frame) }
      for (result, whole) in results {
        (whole.write(frame) + run * result.count).update(
          from: result.read(frame), count: result.count)
      }
      for state in states {
        if let next = state.next, let waiting = state.waiting { copy(next, to: waiting, frame) }
      }
      for state in states {
        if let waiting = state.waiting { copy(waiting, to: state.input, frame) }
      }
    }
    for state in states { copy(state.input, to: state.final, frame) }
  }

  @inline(__always)
  private func copy(_ from: ONNXValue, to: ONNXValue, _ frame: ONNXFrame) {
    to.write(frame).update(from: from.read(frame), count: to.count)
  }
}

extension ONNXProgram {
  /// Slices of one Scan: as many training rows as a model may have.
  private static let maximumRuns = 1 << 20

  mutating func addScan(_ node: ONNXNode) throws(ModelError) -> Bool {
    guard node.operation == "Scan" else { return false }
    guard !isWithinScan else { throw node.unsupported("it is within a Scan") }
    guard let bytes = node.graph("body") else { throw node.error("it has no body") }
    let body = try ONNXGraph(body: bytes)
    let sliceCount = node.integer("num_scan_inputs", default: 0)
    guard coreVersion >= 9 else { throw node.unsupported("it is Scan of version 8") }
    guard sliceCount > 0, sliceCount <= node.inputs.count,
      body.inputs.count == node.inputs.count, body.outputs.count == node.outputs.count,
      body.outputs.count >= node.inputs.count - sliceCount
    else { throw node.error("its inputs and outputs are not those of its body") }
    let stateCount = node.inputs.count - sliceCount
    for name in [
      "scan_input_axes", "scan_input_directions", "scan_output_axes", "scan_output_directions",
    ] where node.integers(name).contains(where: { $0 != 0 }) {
      throw node.unsupported("it scans along another axis than the first, or backwards")
    }
    // Names of the body are its own.
    let outside = values
    let states = try addStates(node, body, count: stateCount)
    let (slices, runs) = try addSlices(node, body, from: stateCount)
    let stepCount = steps.count
    let made = try addBody(body, of: node)
    values = outside
    let finished = try finish(node, states, made: made)
    var results: [(result: ONNXValue, whole: ONNXValue)] = []
    for index in stateCount..<made.count {
      let value = made[index]
      let whole = try allocate(
        try output(node, index), type: value.type, shape: [runs] + value.shape)
      results.append((value, whole))
    }
    let steps = takeSteps(from: stepCount)
    append(
      ONNXScanStep(states: finished, slices: slices, body: steps, results: results, runs: runs))
    return true
  }

  /// The steps of the body.
  /// - Returns: what it makes, in the order of its outputs.
  private mutating func addBody(
    _ body: ONNXGraph, of node: ONNXNode
  ) throws(ModelError) -> [ONNXValue] {
    for (name, tensor) in body.constants.sorted(by: { $0.key < $1.key }) {
      addConstant(name, tensor)
    }
    isWithinScan = true
    for inner in body.nodes { try add(inner) }
    isWithinScan = false
    var made: [ONNXValue] = []
    for port in body.outputs {
      guard let value = values[port.name] else {
        throw node.error("its body does not make its output")
      }
      made.append(value)
    }
    return made
  }

  /// Room for the states that the body starts from.
  private mutating func addStates(
    _ node: ONNXNode, _ body: ONNXGraph, count: Int
  ) throws(ModelError) -> [(initial: ONNXValue, input: ONNXValue)] {
    var states: [(initial: ONNXValue, input: ONNXValue)] = []
    for index in 0..<count {
      let initial = try input(node, index)
      let own = try allocate(
        body.inputs[index].name, type: initial.type, shape: initial.shape, classes: initial.classes)
      states.append((initial, own))
    }
    return states
  }

  private mutating func addSlices(
    _ node: ONNXNode, _ body: ONNXGraph, from first: Int
  ) throws(ModelError) -> (slices: [(whole: ONNXValue, slice: ONNXValue)], runs: Int) {
    var slices: [(whole: ONNXValue, slice: ONNXValue)] = []
    var runs: Int?
    for index in first..<node.inputs.count {
      let whole = try input(node, index)
      guard let length = whole.shape.first, runs == nil || runs == length else {
        throw node.error("what it scans has different lengths")
      }
      guard length <= ONNXProgram.maximumRuns else {
        throw node.unsupported("it scans \(length) slices")
      }
      runs = length
      let slice = try allocate(
        body.inputs[index].name, type: whole.type, shape: Array(whole.shape.dropFirst()),
        classes: whole.classes)
      slices.append((whole, slice))
    }
    return (slices, runs ?? 0)
  }

  /// Room for what is left of the states after the last run.
  private mutating func finish(
    _ node: ONNXNode, _ states: [(initial: ONNXValue, input: ONNXValue)], made: [ONNXValue]
  ) throws(ModelError) -> [ONNXScanStep.State] {
    var finished: [ONNXScanStep.State] = []
    for (index, state) in states.enumerated() {
      let next = made[index]
      guard next.shape == state.input.shape else {
        throw node.error("its state changes its shape to \(next.shape)")
      }
      let isKept = !next.isConstant && next.offset == state.input.offset
      let waiting =
        isKept
        ? nil
        : try allocate("\(node.place) state \(index)", type: next.type, shape: next.shape)
      let final = try allocate(
        node.outputs[index].isEmpty ? "\(node.place) final \(index)" : node.outputs[index],
        type: next.type, shape: next.shape, classes: next.classes)
      finished.append(
        ONNXScanStep.State(
          initial: state.initial, input: state.input, next: isKept ? nil : next, waiting: waiting,
          final: final))
    }
    return finished
  }
}
