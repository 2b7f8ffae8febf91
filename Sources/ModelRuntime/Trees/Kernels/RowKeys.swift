/// The keys by which packed nodes are compared with a row: one for each feature and direction of
/// missing values that some node asks for.
struct RowKeys: Sendable {
  struct Slot: BitwiseCopyable {
    /// Place in `cuts`, or the input itself where keys are ordered bits.
    var source: Int32
    var missing: UInt32
  }

  /// Slot 0 is not among them: it is 0 in every row.
  private let slots: KernelMemory<Slot>
  /// 2 * feature + (missing goes right ? 1 : 0) -> slot.
  private let numbers: [Int32]
  /// Nil: values are Floats, and their bits are the keys.
  private let cuts: TreeBins?

  /// Nil: a node tests a category, or there are more slots than a node can name.
  init?(_ ensemble: TreeEnsemble) {
    let isFloat = ensemble.inputPrecision == .float32
    var isUsed = [Bool](repeating: false, count: 2 * ensemble.features.count)
    for node in 0..<ensemble.nodeCount where !ensemble.nodes[node].isLeaf {
      isUsed[RowKeys.index(ensemble.nodes[node])] = true
    }
    // Float keys take a value as it is; the rules for zeros are left to the bins.
    let isPlain = ensemble.features.allSatisfy { $0.reading == .number }
    cuts = isFloat && isPlain ? nil : TreeBins(ensemble)
    var numbers = [Int32](repeating: 0, count: isUsed.count)
    var slots: [Slot] = []
    for index in isUsed.indices where isUsed[index] {
      let feature = ensemble.features[index / 2]
      guard !feature.isCategory else { return nil }
      slots.append(
        Slot(
          source: cuts.map { $0.place[index / 2] } ?? Int32(feature.input),
          missing: index & 1 == 0 ? 0 : .max))
      numbers[index] = Int32(slots.count)
    }
    guard slots.count < PackedTrees.maximumSlots else { return nil }
    self.numbers = numbers
    self.slots = KernelMemory(repeating: Slot(source: 0, missing: 0), count: slots.count)
    for (index, slot) in slots.enumerated() { self.slots.start[index] = slot }
  }

  private static func index(_ node: TreeNode) -> Int {
    2 * Int(node.feature) + (node.missingGoesLeft ? 0 : 1)
  }

  /// Keys in a row.
  var count: Int { slots.count + 1 }
  var bytes: Int { slots.count * MemoryLayout<Slot>.stride + (cuts?.bytes ?? 0) }

  func slot(_ ensemble: TreeEnsemble, node: Int) -> Int {
    Int(numbers[RowKeys.index(ensemble.nodes[node])])
  }

  func key(_ ensemble: TreeEnsemble, node: Int) -> UInt32 {
    let cut = ensemble.cut(at: node)
    guard let cuts else { return orderedBits(Float(cut)) }
    // Above cut j exactly if more than j cuts lie below; keys of values start at 1, below which
    // only a missing value is.
    let place = Int(cuts.place[Int(ensemble.nodes[node].feature)])
    return UInt32(cuts.cutIndex(cut, place: place)) + 1
  }

  /// Writes a row's keys, `stride` apart.
  @inline(__always)
  func fill(_ keys: UnsafeMutablePointer<UInt32>, stride: Int, row: UnsafePointer<Double>) {
    keys[0] = 0
    if let cuts {
      for slot in 0..<slots.count {
        let own = slots.start[slot]
        let place = Int(own.source)
        let bin = cuts.bin(of: row, place: place)
        let isMissing = bin == cuts.features[place].missing
        keys[(slot &+ 1) &* stride] =
          isMissing ? own.missing : UInt32(truncatingIfNeeded: bin &+ 1)
      }
    } else {
      for slot in 0..<slots.count {
        let own = slots.start[slot]
        let value = Float(row[Int(own.source)])
        keys[(slot &+ 1) &* stride] = value.isNaN ? own.missing : orderedBits(value)
      }
    }
  }
}
