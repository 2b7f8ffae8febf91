/// An array as it lies in the file: nothing is copied until its elements are asked for.
struct NumpyArray {
  let document: PickleDocument
  var shape: [Int]
  var type: NumpyType
  var isFortranOrder: Bool
  private var data: PickleBytes
  /// The elements of an array of objects, in C order.
  private var references: [PickleID]

  static let maximumDimensions = 8

  /// Reads an array, however the pickle writes it.
  init(_ document: PickleDocument, _ id: PickleID) throws(ModelError) {
    try document.pay(16)
    self.document = document
    data = PickleBytes(offset: 0, count: 0)
    references = []
    guard let object = document.object(id) else {
      throw NumpyArray.damaged("\(document.describe(id)) stands where an array is due")
    }
    switch object.type.role {
    case .arrayMaker:
      // state: (version, shape, dtype, is_fortran, data)
      guard let state = object.state.flatMap(document.elements), state.count == 5,
        let shape = NumpyArray.shape(document, state[1])
      else { throw NumpyArray.damaged("an array has no shape") }
      self.shape = shape
      type = try NumpyType(document, state[2])
      if case .boolean(true) = document[state[3]] { isFortranOrder = true } else {
        isFortranOrder = false
      }
      try readData(state[4])
    case .arrayFromBuffer:
      // (buffer, dtype, shape, order)
      guard let arguments = document.elements(object.arguments), arguments.count == 4,
        let shape = NumpyArray.shape(document, arguments[2])
      else { throw NumpyArray.damaged("an array has no shape") }
      self.shape = shape
      type = try NumpyType(document, arguments[1])
      isFortranOrder = document.equals(arguments[3], "F")
      try readData(arguments[0])
    case .joblibArray:
      let layout = try JoblibArrayLayout(document, object)
      if let nested = object.nested {
        self = try NumpyArray(document, nested)
        guard type.kind == .object else { throw NumpyArray.damaged("an array changes its type") }
        return
      }
      shape = layout.shape
      type = layout.type
      isFortranOrder = layout.isFortranOrder
      guard let raw = object.rawData else { throw NumpyArray.damaged("an array has no data") }
      data = raw
    default:
      throw NumpyArray.damaged("\(document.describe(id)) stands where an array is due")
    }
  }

  private mutating func readData(_ id: PickleID) throws(ModelError) {
    let expected = try NumpyArray.byteCount(shape, itemBytes: type.itemBytes)
    if type.kind == .object {
      guard case .list(let sequence) = document[id],
        document.sequences[sequence].count == expected / 8
      else { throw NumpyArray.damaged("an array of objects is no list of as many objects") }
      references = document.sequences[sequence]
      return
    }
    guard case .bytes(let run) = document[id], run.count == expected else {
      throw NumpyArray.damaged(
        "an array of shape \(shape) has no data of \(expected) bytes")
    }
    data = run
  }

  /// `element count`; the initialiser made sure that it does not overflow.
  var count: Int { shape.reduce(1, *) }

  /// The data where it lies, in the order that `isFortranOrder` says. For large arrays of records.
  func withData<Output, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Output
  ) throws(Failure) -> Output {
    try document.withBytes(data, body)
  }

  static func shape(_ document: PickleDocument, _ id: PickleID) -> [Int]? {
    guard let dimensions = document.elements(id), dimensions.count <= maximumDimensions else {
      return nil
    }
    var shape: [Int] = []
    for dimension in dimensions {
      guard case .integer(let size) = document[dimension], size >= 0 else { return nil }
      shape.append(Int(size))
    }
    return shape
  }

  static func byteCount(_ shape: [Int], itemBytes: Int) throws(ModelError) -> Int {
    var bytes = itemBytes
    for size in shape {
      let (product, overflow) = bytes.multipliedReportingOverflow(by: size)
      guard !overflow else { throw damaged("an array of shape \(shape) is beyond all memory") }
      bytes = product
    }
    // A shape such as (0, 2^62) has no bytes, but its product of dimensions must not overflow either.
    var elements = 1
    for size in shape where size > 0 {
      let (product, overflow) = elements.multipliedReportingOverflow(by: size)
      guard !overflow else { throw damaged("an array of shape \(shape) is beyond all memory") }
      elements = product
    }
    return bytes
  }

  private static func damaged(_ cause: String) -> ModelError {
    ModelError(.damaged, cause: cause, remedy: "save the model again", position: "numpy.ndarray")
  }
}

// MARK: - Elements

extension NumpyArray {
  /// The elements as doubles, in C order; nil for text, objects and records.
  func doubles() throws(ModelError) -> [Double]? {
    try document.pay(data.count)
    let width = type.itemBytes
    let swapped = type.isBigEndian
    let values: [Double]
    switch type.kind {
    case .float where width == 8:
      values = withData { bytes in
        NumpyArray.map(bytes, UInt64.self, swapped) { Double(bitPattern: $0) }
      }
    case .float where width == 4:
      values = withData { bytes in
        NumpyArray.map(bytes, UInt32.self, swapped) { Double(Float(bitPattern: $0)) }
      }
    case .float:
      values = withData { bytes in
        NumpyArray.map(bytes, UInt16.self, swapped) { HalfFloat.double($0) }
      }
    case .signed, .unsigned, .boolean:
      guard let integers = integersInMemoryOrder() else { return nil }
      values = integers.map { Double($0) }
    case .object:
      var numbers: [Double] = []
      for reference in references {
        try document.pay(8)
        guard let number = try PickleNumber.double(document, reference) else { return nil }
        numbers.append(number)
      }
      return numbers
    case .text, .bytes, .record: return nil
    }
    return inRowOrder(values)
  }

  /// The elements as integers, in C order; nil where they are none.
  func integers() throws(ModelError) -> [Int64]? {
    try document.pay(data.count)
    return integersInMemoryOrder().map { inRowOrder($0) }
  }

  /// The elements of an array of objects, in C order.
  func objects() throws(ModelError) -> [PickleID]? {
    guard type.kind == .object else { return nil }
    try document.pay(references.count)
    return inRowOrder(references)
  }

  /// The elements as class labels, in C order; nil for records.
  func labels() throws(ModelError) -> [ClassLabel]? {
    try document.pay(data.count)
    switch type.kind {
    case .boolean: return integersInMemoryOrder()?.map { .boolean($0 != 0) }
    case .signed, .unsigned: return integersInMemoryOrder()?.map { .integer($0) }
    case .float: return try doubles()?.map { .number($0) }
    case .text: return texts()?.map { .string($0) }
    case .bytes:
      return withData { bytes in
        NumpyArray.items(bytes, type.itemBytes).map { item in
          .string(String(decoding: item.prefix { $0 != 0 }, as: UTF8.self))
        }
      }
    case .object:
      var labels: [ClassLabel] = []
      for reference in references {
        guard let label = try PickleNumber.label(document, reference) else { return nil }
        labels.append(label)
      }
      return labels
    case .record: return nil
    }
  }

  private func texts() -> [String]? {
    withData { bytes in
      var texts: [String] = []
      for item in NumpyArray.items(bytes, type.itemBytes) {
        var text = ""
        for index in stride(from: 0, to: item.count, by: 4) {
          var code: UInt32 = 0
          for byte in 0..<4 {
            let shift = UInt32(8 * (type.isBigEndian ? 3 - byte : byte))
            code |= UInt32(item[item.startIndex + index + byte]) << shift
          }
          if code == 0 { break }
          guard let scalar = Unicode.Scalar(code) else { return nil }
          text.unicodeScalars.append(scalar)
        }
        texts.append(text)
      }
      return texts
    }
  }

  private static func items(
    _ bytes: UnsafeRawBufferPointer, _ width: Int
  ) -> [Slice<UnsafeRawBufferPointer>] {
    guard width > 0 else { return [] }
    return stride(from: 0, to: bytes.count, by: width).map { bytes[$0..<($0 + width)] }
  }

  private func integersInMemoryOrder() -> [Int64]? {
    let swapped = type.isBigEndian
    return withData { bytes -> [Int64]? in
      switch (type.kind, type.itemBytes) {
      case (.boolean, _), (.unsigned, 1): bytes.map { Int64($0) }
      case (.signed, 1): bytes.map { Int64(Int8(bitPattern: $0)) }
      case (.signed, 2):
        NumpyArray.map(bytes, UInt16.self, swapped) { Int64(Int16(bitPattern: $0)) }
      case (.signed, 4):
        NumpyArray.map(bytes, UInt32.self, swapped) { Int64(Int32(bitPattern: $0)) }
      case (.signed, 8):
        NumpyArray.map(bytes, UInt64.self, swapped) { Int64(bitPattern: $0) }
      case (.unsigned, 2): NumpyArray.map(bytes, UInt16.self, swapped) { Int64($0) }
      case (.unsigned, 4): NumpyArray.map(bytes, UInt32.self, swapped) { Int64($0) }
      case (.unsigned, 8): NumpyArray.map(bytes, UInt64.self, swapped) { Int64(clamping: $0) }
      default: nil
      }
    }
  }

  private static func map<Bits: FixedWidthInteger, Value>(
    _ bytes: UnsafeRawBufferPointer, _: Bits.Type, _ swapped: Bool, _ transform: (Bits) -> Value
  ) -> [Value] {
    let width = MemoryLayout<Bits>.size
    return [Value](unsafeUninitializedCapacity: bytes.count / width) { buffer, count in
      while count < buffer.count {
        let bits = bytes.loadUnaligned(fromByteOffset: count * width, as: Bits.self)
        buffer.initializeElement(
          at: count, to: transform(swapped ? Bits(bigEndian: bits) : Bits(littleEndian: bits)))
        count += 1
      }
    }
  }

  /// Fortran's order (first dimension fastest) turned into C's (last dimension fastest).
  private func inRowOrder<Value>(_ values: [Value]) -> [Value] {
    guard isFortranOrder, shape.count > 1, values.count > 1 else { return values }
    var strides = [Int](repeating: 1, count: shape.count)
    for dimension in 1..<shape.count { strides[dimension] = strides[dimension - 1] * shape[dimension - 1] }
    var index = [Int](repeating: 0, count: shape.count)
    var position = 0
    var result: [Value] = []
    result.reserveCapacity(values.count)
    while result.count < values.count {
      result.append(values[position])
      var dimension = shape.count - 1
      while dimension >= 0 {
        index[dimension] += 1
        position += strides[dimension]
        if index[dimension] < shape[dimension] { break }
        position -= strides[dimension] * shape[dimension]
        index[dimension] = 0
        dimension -= 1
      }
    }
    return result
  }
}
