/// TopK: the k largest or smallest numbers along an axis, the best first; of equal ones the first, as
/// ONNX Runtime has it. NaN is behind every number.
struct ONNXTopKStep: ONNXStep {
  let input: ONNXValue
  let values: ONNXValue?
  /// Which ones they are; while it runs, a heap of those that are best so far.
  let indices: ONNXValue
  let isLargest: Bool
  let lines: ONNXLines
  /// What is wanted of each line.
  let best: ONNXLines

  private var inner: Int { lines.stride }

  func run(_ frame: ONNXFrame) {
    let from = input.read(frame)
    for line in 0..<lines.count {
      let first = from + lines.start(of: line)
      let places = indices.write(frame) + best.start(of: line)
      select(from: first, into: places)
      guard let values else { continue }
      let to = values.write(frame) + best.start(of: line)
      for k in 0..<best.size { to[k * inner] = first[Int(places[k * inner]) * inner] }
    }
  }

  /// A heap with the worst at its root takes in whatever is better than that; then the heap is taken
  /// apart from its worst to its best, in place.
  private func select(from: UnsafePointer<Double>, into heap: UnsafeMutablePointer<Double>) {
    let count = best.size
    guard count > 0 else { return }
    for index in 0..<count { heap[index * inner] = Double(index) }
    for root in (0..<count / 2).reversed() { sink(root, in: heap, of: count, from) }
    for index in count..<max(count, lines.size) where isBetter(index, Int(heap[0]), from) {
      heap[0] = Double(index)
      sink(0, in: heap, of: count, from)
    }
    for last in (1..<max(1, count)).reversed() {
      swap(heap, 0, last)
      sink(0, in: heap, of: last, from)
    }
  }

  private func sink(
    _ start: Int, in heap: UnsafeMutablePointer<Double>, of count: Int,
    _ from: UnsafePointer<Double>
  ) {
    var place = start
    while 2 * place + 1 < count {
      var child = 2 * place + 1
      if child + 1 < count, isBetter(Int(heap[child * inner]), Int(heap[(child + 1) * inner]), from)
      {
        child += 1
      }
      guard isBetter(Int(heap[place * inner]), Int(heap[child * inner]), from) else { return }
      swap(heap, place, child)
      place = child
    }
  }

  @inline(__always)
  private func swap(_ heap: UnsafeMutablePointer<Double>, _ a: Int, _ b: Int) {
    let value = heap[a * inner]
    heap[a * inner] = heap[b * inner]
    heap[b * inner] = value
  }

  @inline(__always)
  private func isBetter(_ a: Int, _ b: Int, _ from: UnsafePointer<Double>) -> Bool {
    let (x, y) = (from[a * inner], from[b * inner])
    if x == y || x.isNaN && y.isNaN { return a < b }
    if x.isNaN || y.isNaN { return y.isNaN }
    return isLargest ? x > y : x < y
  }
}

extension ONNXProgram {
  mutating func addTopK(_ node: ONNXNode) throws(ModelError) {
    let input = try input(node, 0)
    guard input.type != .string else { throw node.unsupported("it takes strings") }
    let axis = try axis(node.integer("axis", default: -1), rank: input.shape.count, node)
    // Before version 10 it is an attribute.
    let count = try constant(node, 1)?.integers.first ?? node.integer("k", default: -1)
    guard count >= 0, count <= input.shape[axis] else {
      throw node.error("it asks for \(count) of \(input.shape[axis]) numbers")
    }
    var shape = input.shape
    shape[axis] = count
    func name(_ index: Int) -> String? {
      index < node.outputs.count && !node.outputs[index].isEmpty ? node.outputs[index] : nil
    }
    let values = try name(0).map { name throws(ModelError) in
      try allocate(name, type: input.type, shape: shape)
    }
    let indices = try allocate(name(1) ?? "\(node.place) indices", type: .integer, shape: shape)
    append(
      ONNXTopKStep(
        input: input, values: values, indices: indices,
        isLargest: node.integer("largest", default: 1) != 0,
        lines: ONNXLines(input.shape, along: axis), best: ONNXLines(shape, along: axis)))
  }
}
