/// What Slice takes of one axis: `count` places from `start` on, `step` apart.
private struct ONNXSliceRange {
  let start: Int
  let step: Int
  let count: Int

  /// Of an axis of `size` places. What is beyond its ends is held within them as ONNX Runtime does it
  /// (`core/providers/cpu/tensor/slice_helper.h`).
  init(from start: Int, to end: Int, step: Int, size: Int) {
    func place(_ index: Int, _ low: Int, _ high: Int) -> Int {
      min(max(index < 0 ? index + size : index, low), high)
    }
    let isForward = step > 0
    let first = place(start, 0, isForward ? size : max(0, size - 1))
    let last =
      end == .max || end == Int(Int32.max)
      ? (isForward ? size : -1) : place(end, isForward ? 0 : -1, size)
    // No step is longer than the axis: a longer one takes one place, as this does.
    let length = Int(min(step.magnitude, UInt(max(1, size))))
    let distance = isForward ? last - first : first - last
    self.start = first
    self.step = isForward ? length : -length
    count = size > 0 && distance > 0 ? (distance - 1) / length + 1 : 0
  }
}

extension ONNXProgram {
  mutating func addSlice(_ node: ONNXNode) throws(ModelError) {
    let input = try input(node, 0)
    let rank = input.shape.count
    // Attributes before version 10, inputs since.
    let starts = try constant(node, 1)?.integers ?? node.integers("starts")
    let ends = try constant(node, 2)?.integers ?? node.integers("ends")
    let named = try constant(node, 3)?.integers ?? node.integers("axes")
    let axes = named.isEmpty ? Array(0..<starts.count) : named
    let steps = try constant(node, 4)?.integers ?? [Int](repeating: 1, count: starts.count)
    guard !starts.isEmpty,
      [ends.count, axes.count, steps.count].allSatisfy({ $0 == starts.count }),
      starts.count <= rank, !steps.contains(0)
    else { throw node.error("its starts, ends, axes and steps do not fit each other") }
    var ranges = input.shape.map { ONNXSliceRange(from: 0, to: $0, step: 1, size: $0) }
    for index in starts.indices {
      let axis = try axis(axes[index], rank: rank, node)
      ranges[axis] = ONNXSliceRange(
        from: starts[index], to: ends[index], step: steps[index], size: input.shape[axis])
    }
    let shape = ranges.map(\.count)
    let output = try allocate(
      try output(node, 0), type: input.type, shape: shape,
      classes: input.type == .string ? input.classes : nil)
    let indices = (0..<output.count).map { index in
      var rest = index
      var place = 0
      var stride = 1
      for axis in (0..<rank).reversed() {
        place += (ranges[axis].start + rest % shape[axis] * ranges[axis].step) * stride
        rest /= shape[axis]
        stride *= input.shape[axis]
      }
      return Int32(place)
    }
    append(ONNXGatherStep(input: input, output: output, outputStart: 0, indices: indices))
  }
}
