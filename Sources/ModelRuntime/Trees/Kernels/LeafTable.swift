/// The values of leaves by number, in the precision that they are added in.
///
/// Values that are equal to the last bit are held once: a forest's leaves are averages of the
/// targets of a few rows, of which there are far fewer than leaves.
struct LeafTable: Sendable {
  enum Values: Sendable {
    case double(KernelMemory<Double>)
    case float(KernelMemory<Float>)

    var bytes: Int {
      switch self {
      case .double(let table): table.bytes
      case .float(let table): table.bytes
      }
    }
  }

  let values: Values
  /// Values of one leaf.
  let width: Int
  /// The number of leaf k of the ensemble: where its values start. For building; not kept.
  let numbers: [UInt32]

  /// Nil: there are more values than 32 bits number.
  init?(_ ensemble: TreeEnsemble) {
    width = ensemble.leafWidth
    let all: [Double]
    if width == 1 {
      var distinct = DistinctValues(expecting: 1024)
      var numbers: [UInt32] = []
      numbers.reserveCapacity(ensemble.leafValues.count)
      for value in ensemble.leafValues {
        numbers.append(UInt32(distinct.number(value.bitPattern)))
      }
      self.numbers = numbers
      all = distinct.values.map { Double(bitPattern: $0) }
    } else {
      guard ensemble.leafValues.count <= Int(UInt32.max) else { return nil }
      let width = width
      numbers = (0..<ensemble.leafCount).map { UInt32($0 * width) }
      all = ensemble.leafValues
    }
    switch ensemble.sum.precision {
    case .float64: values = .double(KernelMemory(all))
    case .float32: values = .float(KernelMemory(all.map { Float($0) }))
    }
  }
}
