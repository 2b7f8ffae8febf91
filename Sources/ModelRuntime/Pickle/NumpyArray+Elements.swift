/// An array's elements, copied out in C order whatever their type and order in the file.
extension NumpyArray {
  /// The elements as doubles, in C order; nil for text, objects and records.
  func doubles() throws(ModelError) -> [Double]? {
    try document.pay(data.count)
    let width = type.itemBytes
    let swapped = type.isBigEndian
    let values: [Double]
    switch type.kind {
    case .float where width == 8:
      values = try withData { bytes in
        NumpyArray.map(bytes, UInt64.self, swapped) { Double(bitPattern: $0) }
      }
    case .float where width == 4:
      values = try withData { bytes in
        NumpyArray.map(bytes, UInt32.self, swapped) { Double(Float(bitPattern: $0)) }
      }
    case .float:
      values = try withData { bytes in
        NumpyArray.map(bytes, UInt16.self, swapped) { HalfFloat.double($0) }
      }
    case .signed, .unsigned, .boolean:
      guard let integers = try integersInMemoryOrder() else { return nil }
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
    return try integersInMemoryOrder().map { inRowOrder($0) }
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
    case .boolean: return try integersInMemoryOrder()?.map { .boolean($0 != 0) }
    case .signed, .unsigned: return try integersInMemoryOrder()?.map { .integer($0) }
    case .float: return try doubles()?.map { .number($0) }
    case .text: return try texts()?.map { .string($0) }
    case .bytes:
      return try withData { bytes in
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

  private func texts() throws(ModelError) -> [String]? {
    try withData { bytes in
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

  private func integersInMemoryOrder() throws(ModelError) -> [Int64]? {
    let swapped = type.isBigEndian
    return try withData { bytes -> [Int64]? in
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
    for dimension in 1..<shape.count {
      strides[dimension] = strides[dimension - 1] * shape[dimension - 1]
    }
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
