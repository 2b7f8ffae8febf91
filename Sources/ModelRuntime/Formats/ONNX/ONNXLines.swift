/// A value's numbers along one of its axes: lines of `size` numbers, `stride` apart.
struct ONNXLines: Sendable {
  let size: Int
  /// As many lines lie beside each other.
  let stride: Int
  /// Blocks of lines that lie beside each other.
  let blocks: Int

  init(_ shape: [Int], along axis: Int) {
    self.init(
      blocks: shape[..<axis].reduce(1, *), size: shape[axis],
      stride: shape[(axis + 1)...].reduce(1, *))
  }

  init(blocks: Int, size: Int, stride: Int) {
    self.blocks = blocks
    self.size = size
    self.stride = stride
  }

  var count: Int { blocks * stride }

  /// Where a line's first number lies.
  @inline(__always)
  func start(of line: Int) -> Int { line / stride * size * stride + line % stride }
}
