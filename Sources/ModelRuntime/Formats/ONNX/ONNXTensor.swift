import PlainText

/// What the numbers of a tensor are. Whatever they are, they are held as Doubles: each of these
/// fits exactly, integers up to 2^53.
enum ONNXType: Sendable {
  /// Rounded to Float after every operation.
  case float
  case double
  case integer
  /// 0 or 1.
  case boolean
  /// A number is an index into the value's `classes`.
  case string

  init?(_ code: Int) {
    switch code {
    case 1: self = .float
    case 2...7, 12, 13: self = .integer
    case 8: self = .string
    case 9: self = .boolean
    case 11: self = .double
    default: return nil
    }
  }
}

/// A constant of a graph.
struct ONNXTensor: Sendable {
  var type: ONNXType
  var shape: [Int]
  var values: [Double]
  /// Of strings: what the values index.
  var strings: [String] = []

  /// The values as whole numbers; what no Int holds becomes the nearest that one does.
  var integers: [Int] { values.map(ONNXTensor.integer) }

  static func integer(_ value: Double) -> Int {
    Int(exactly: value.rounded(.towardZero)) ?? (value > 0 ? .max : value < 0 ? .min : 0)
  }

  init(type: ONNXType, shape: [Int], values: [Double]) {
    self.type = type
    self.shape = shape
    self.values = values
  }

  /// Reads a TensorProto.
  init(_ bytes: UnsafeRawBufferPointer, message: String) throws(ModelError) {
    let reader = ProtobufReader(bytes, message: message)
    var shape: [Int] = []
    var code = 0
    var name = ""
    var numbers: [Double] = []
    var integers: [Int] = []
    var strings: [String] = []
    var raw: UnsafeRawBufferPointer?
    var isExternal = false
    try reader.eachField { field, value throws(ModelError) in
      switch field {
      case 1: try reader.appendIntegers(value, to: &shape)
      case 2: code = try reader.integer(value)
      case 4: try reader.appendFloats(value, to: &numbers)
      case 5, 7, 11: try reader.appendIntegers(value, to: &integers)
      case 6: strings.append(try reader.text(value))
      case 8: name = try reader.text(value)
      case 9: raw = try reader.message(value)
      case 10: try reader.appendDoubles(value, to: &numbers)
      case 13: isExternal = true
      case 14: isExternal = try reader.integer(value) == 1 || isExternal
      default: break
      }
    }
    let message = "tensor \(OneLine.quoting(name))"
    guard !isExternal else {
      throw ModelError(
        .unsupported, cause: "its values are in another file",
        remedy: "save the model as one file (save_as_external_data=False)", position: message)
    }
    guard let type = ONNXType(code) else {
      throw ModelError(
        .unsupported, cause: "its element type \(code) is not known", position: message)
    }
    var largest = 1
    for size in shape {
      guard size >= 0 else { throw ProtobufReader.error(message, "a dimension is negative") }
      // Without the zeros, so that no part of the shape can overflow either.
      let (product, overflow) = largest.multipliedReportingOverflow(by: max(1, size))
      guard !overflow, product <= bytes.count else {
        throw ProtobufReader.error(message, "its shape does not fit its size")
      }
      largest = product
    }
    let count = shape.contains(0) ? 0 : largest
    self.type = type
    self.shape = shape
    if type == .string {
      values = (0..<strings.count).map { Double($0) }
      self.strings = strings
    } else if let raw {
      values = try ONNXTensor.values(raw, code: code, message: message)
    } else {
      values = numbers.isEmpty ? integers.map { Double($0) } : numbers
    }
    guard values.count == count else {
      throw ProtobufReader.error(
        message, "it has \(values.count) values, and its shape asks for \(count)")
    }
  }

  private static func values(
    _ raw: UnsafeRawBufferPointer, code: Int, message: String
  ) throws(ModelError) -> [Double] {
    func read<T: BitwiseCopyable>(
      _: T.Type, _ convert: (T) -> Double
    ) throws(ModelError) -> [Double] {
      let size = MemoryLayout<T>.size
      guard raw.count % size == 0 else {
        throw ProtobufReader.error(message, "it has \(raw.count) bytes of \(size) each")
      }
      return (0..<(raw.count / size)).map {
        convert(raw.loadUnaligned(fromByteOffset: $0 * size, as: T.self))
      }
    }
    switch code {
    case 1: return try read(Float.self) { Double($0) }
    case 2, 9: return try read(UInt8.self) { Double($0) }
    case 3: return try read(Int8.self) { Double($0) }
    case 4: return try read(UInt16.self) { Double($0) }
    case 5: return try read(Int16.self) { Double($0) }
    case 6: return try read(Int32.self) { Double($0) }
    case 7: return try read(Int64.self) { Double($0) }
    case 11: return try read(Double.self) { $0 }
    case 12: return try read(UInt32.self) { Double($0) }
    default: return try read(UInt64.self) { Double($0) }
    }
  }

  /// What a string or an integer stands for, where they name classes.
  var classLabels: [ClassLabel]? {
    switch type {
    case .string: strings.map { .string($0) }
    case .integer: integers.map { .integer(Int64($0)) }
    default: nil
    }
  }
}
