/// Reorders columns and numbers categories, missing where they are unknown.
struct CategoryEncoder: Evaluator {
  enum Reading: Sendable {
    case number
    /// The value's place among these (ascending, a NaN last perhaps); none: NaN.
    case known([Double])
    /// The value truncated to a byte, as C does it, where that is among these (ascending); else NaN.
    case knownByte([UInt8], negativeIsUnknown: Bool)
  }

  struct Column: Sendable {
    var input: Int
    var reading: Reading
  }

  let columns: [Column]

  var inputCount: Int { columns.count }
  var outputCount: Int { columns.count }
  var memoryBytes: Int {
    columns.reduce(0) { sum, column in
      switch column.reading {
      case .number: sum + MemoryLayout<Column>.stride
      case .known(let values): sum + MemoryLayout<Column>.stride + values.count * 8
      case .knownByte(let values, _): sum + MemoryLayout<Column>.stride + values.count
      }
    }
  }
  var kernelDescription: String { "numbering of categories" }

  func evaluate(
    rows: UnsafePointer<Double>, count: Int, outputs: UnsafeMutablePointer<Double>,
    scratch: UnsafeMutableRawPointer
  ) {
    for row in 0..<count {
      let values = rows + row * columns.count
      for index in 0..<columns.count {
        outputs[row * columns.count + index] = encode(
          values[columns[index].input], columns[index].reading)
      }
    }
  }

  private func encode(_ value: Double, _ reading: Reading) -> Double {
    switch reading {
    case .number: return value
    case .known(let known):
      if value.isNaN { return .nan }
      var low = 0
      var high = known.count
      while low < high {
        let middle = (low + high) / 2
        if known[middle] < value { low = middle + 1 } else { high = middle }
      }
      return low < known.count && known[low] == value ? Double(low) : .nan
    case .knownByte(let known, let negativeIsUnknown):
      if value.isNaN || (negativeIsUnknown && value < 0) { return .nan }
      // What x86 makes of a number that does not fit 32 bits has a last byte of 0.
      let byte = value.magnitude < 0x1p31 ? UInt8(truncatingIfNeeded: Int32(value)) : 0
      return known.contains(byte) ? Double(byte) : .nan
    }
  }
}
