/// What the elements of a tensor are, of those that numbers of a point can become and come from. The raw
/// value is ONNX Runtime's (and ONNX's) number for it.
enum ONNXRuntimeElement: Int32, Sendable {
  case float = 1
  case unsigned8 = 2
  case signed8 = 3
  case signed32 = 6
  case signed64 = 7
  case boolean = 9
  case double = 11

  var bytes: Int {
    switch self {
    case .float, .signed32: 4
    case .double, .signed64: 8
    case .unsigned8, .signed8, .boolean: 1
    }
  }

  /// Writes `value` as element `index`. Integers hold no missing value and no fraction: those are 0 and
  /// cut off, as in the native evaluators.
  @inline(__always)
  func store(_ value: Double, in memory: UnsafeMutableRawPointer, at index: Int) {
    switch self {
    case .float: memory.storeBytes(of: Float(value), toByteOffset: 4 * index, as: Float.self)
    case .double: memory.storeBytes(of: value, toByteOffset: 8 * index, as: Double.self)
    case .signed64: store(Int64(exactly: whole(value)), 0, in: memory, at: index)
    case .signed32: store(Int32(exactly: whole(value)), 0, in: memory, at: index)
    case .signed8: store(Int8(exactly: whole(value)), 0, in: memory, at: index)
    case .unsigned8: store(UInt8(exactly: whole(value)), 0, in: memory, at: index)
    case .boolean: store(UInt8(value != 0 ? 1 : 0), 0, in: memory, at: index)
    }
  }

  @inline(__always)
  private func whole(_ value: Double) -> Double { value.rounded(.towardZero) }

  @inline(__always)
  private func store<T: BitwiseCopyable>(
    _ value: T?, _ fallback: T, in memory: UnsafeMutableRawPointer, at index: Int
  ) {
    memory.storeBytes(
      of: value ?? fallback, toByteOffset: MemoryLayout<T>.size * index, as: T.self)
  }

  /// Element `index` as a number.
  @inline(__always)
  func load(_ memory: UnsafeRawPointer, at index: Int) -> Double {
    switch self {
    case .float: Double(memory.load(fromByteOffset: 4 * index, as: Float.self))
    case .double: memory.load(fromByteOffset: 8 * index, as: Double.self)
    case .signed64: Double(memory.load(fromByteOffset: 8 * index, as: Int64.self))
    case .signed32: Double(memory.load(fromByteOffset: 4 * index, as: Int32.self))
    case .signed8: Double(memory.load(fromByteOffset: index, as: Int8.self))
    case .unsigned8: Double(memory.load(fromByteOffset: index, as: UInt8.self))
    case .boolean: memory.load(fromByteOffset: index, as: UInt8.self) != 0 ? 1 : 0
    }
  }
}
