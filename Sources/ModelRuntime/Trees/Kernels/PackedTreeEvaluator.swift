import CProcessor

/// Walks packed trees: what serves trees that are too large for tables.
///
/// A single row goes through 8 trees side by side, or 64 with prefetching where the nodes do not
/// fit the cache. A burst goes through one tree after the other, 8 rows side by side, so that a
/// tree's nodes are fetched once for all rows; with prefetching that is slower than row by row.
final class PackedTreeEvaluator: Evaluator {
  private let trees: PackedTrees
  private let leafValues: LeafTable.Values
  private let leafWidth: Int
  private let order: TreeOrder
  private let sum: TreeSum
  let inputCount: Int
  let outputCount: Int
  private let prefetches: Bool
  let kernelDescription: String

  /// Nodes above which prefetching pays: it halves the time at 53 MB, and loses at 4 MB.
  static let prefetchBytes = 12 << 20

  /// - Parameters:
  ///   - reason: why trees are walked at all.
  ///   - prefetches: nil: decided by the size.
  init?(_ ensemble: TreeEnsemble, because reason: String, prefetches: Bool? = nil) {
    let order = TreeOrder(ensemble)
    guard let leaves = LeafTable(ensemble),
      let trees = PackedTrees(ensemble, order: order, leaves: leaves)
    else { return nil }
    self.trees = trees
    leafValues = leaves.values
    leafWidth = leaves.width
    self.order = order
    sum = ensemble.sum
    inputCount = ensemble.inputCount
    outputCount = ensemble.outputCount
    self.prefetches = prefetches ?? (trees.nodes.bytes > PackedTreeEvaluator.prefetchBytes)
    kernelDescription =
      "packed traversal\(self.prefetches ? ", 64 lanes with prefetching" : ", 8 lanes")"
      + ", nodes of \(trees.nodes.bytes / 1024) KiB (\(reason))"
  }

  var memoryBytes: Int { trees.bytes + leafValues.bytes }

  // Scratch: keys (of one row, or of 64 by slot), then leaf keys (by tree, or by row), then the
  // positions of 64 lanes.
  private func keyBytes(rows: Int) -> Int {
    Self.padded(trees.keys.count * (rows == 1 ? 1 : PackedTreeWalk.rowStride) * 4)
  }
  private func leafBytes(rows: Int) -> Int {
    // The last group of trees is filled up to 8.
    Self.padded((max(rows == 1 ? order.trees.count : 0, PackedTreeWalk.rowStride) + 8) * 4)
  }
  private static let positionBytes = PackedTreeWalk.lanes * 4

  func scratchBytes(rows: Int) -> Int {
    // A burst may be followed by its own last row alone.
    let one = keyBytes(rows: 1) + leafBytes(rows: 1)
    let burst = rows == 1 ? 0 : keyBytes(rows: rows) + leafBytes(rows: rows)
    return max(one, burst) + PackedTreeEvaluator.positionBytes
  }

  /// Rows below which each goes alone: a burst's lanes would be mostly empty.
  private static let burstRows = 4

  func evaluate(
    rows: UnsafePointer<Double>, count: Int, outputs: UnsafeMutablePointer<Double>,
    scratch: UnsafeMutableRawPointer
  ) {
    if prefetches || count < PackedTreeEvaluator.burstRows {
      for index in 0..<count {
        evaluate(
          row: rows + index &* inputCount, outputs: outputs + index &* outputCount,
          scratch: scratch)
      }
    } else {
      evaluateBurst(rows: rows, count: count, outputs: outputs, scratch: scratch)
    }
  }

  private func evaluate(
    row: UnsafePointer<Double>, outputs: UnsafeMutablePointer<Double>,
    scratch: UnsafeMutableRawPointer
  ) {
    let keys = scratch.assumingMemoryBound(to: UInt32.self)
    let reached = (scratch + keyBytes(rows: 1)).assumingMemoryBound(to: UInt32.self)
    let positions = (scratch + keyBytes(rows: 1) + leafBytes(rows: 1))
      .assumingMemoryBound(to: UInt32.self)
    trees.keys.fill(keys, stride: 1, row: row)
    for part in trees.parts {
      let nodes = UnsafePointer(trees.nodes.start + part.firstNode)
      let roots = UnsafePointer(trees.roots.start)
      var place = part.places.lowerBound
      let end = part.places.upperBound
      if prefetches {
        while place < end {
          let lanes = min(PackedTreeWalk.lanes, end &- place)
          PackedTreeWalk.manyTrees(
            nodes, roots: roots + place, count: lanes, keys: keys, positions: positions,
            leaves: reached + place)
          place &+= lanes
        }
      } else {
        while place &+ 8 <= end {
          PackedTreeWalk.eightTrees(
            nodes, roots: roots + place, keys: keys, leaves: reached + place)
          place &+= 8
        }
        if place < end {
          PackedTreeWalk.manyTrees(
            nodes, roots: roots + place, count: end &- place, keys: keys, positions: positions,
            leaves: reached + place)
        }
      }
    }
    addOne(reached, outputs: outputs)
  }

  /// One row's leaves, by place, to its outputs.
  private func addOne(
    _ reached: UnsafePointer<UInt32>, outputs: UnsafeMutablePointer<Double>
  ) {
    for output in 0..<outputCount { outputs[output] = sum.start[output] }
    switch leafValues {
    case .double(let table) where leafWidth == 1:
      if prefetches {
        for place in 0..<order.trees.count { prefetch_line(table.start + Int(reached[place])) }
      }
      for output in 0..<outputCount {
        var total = outputs[output]
        for place in order.outputStarts[output]..<order.outputStarts[output &+ 1] {
          total += table.start[Int(reached[place])]
        }
        outputs[output] = total
      }
    case .float(let table) where leafWidth == 1:
      for output in 0..<outputCount {
        var total = Float(outputs[output])
        for place in order.outputStarts[output]..<order.outputStarts[output &+ 1] {
          total += table.start[Int(reached[place])]
        }
        outputs[output] = Double(total)
      }
    case .double(let table):
      for place in 0..<order.trees.count {
        let values = table.start + Int(reached[place])
        for output in 0..<outputCount { outputs[output] += values[output] }
      }
    case .float(let table):
      for place in 0..<order.trees.count {
        let values = table.start + Int(reached[place])
        for output in 0..<outputCount {
          outputs[output] = Double(Float(outputs[output]) + values[output])
        }
      }
    }
    for output in 0..<outputCount {
      outputs[output] = sum.finished(outputs[output], output: output)
    }
  }

  private func evaluateBurst(
    rows: UnsafePointer<Double>, count: Int, outputs: UnsafeMutablePointer<Double>,
    scratch: UnsafeMutableRawPointer
  ) {
    let keys = scratch.assumingMemoryBound(to: UInt32.self)
    let reached = (scratch + keyBytes(rows: 64)).assumingMemoryBound(to: UInt32.self)
    // Lanes beyond the last row follow it again.
    let lanes = (count &+ 7) & ~7
    for row in 0..<lanes {
      trees.keys.fill(
        keys + row, stride: PackedTreeWalk.rowStride,
        row: rows + min(row, count &- 1) &* inputCount)
    }
    for row in 0..<count {
      for output in 0..<outputCount { outputs[row &* outputCount &+ output] = sum.start[output] }
    }
    var output = 0
    for part in trees.parts {
      let nodes = UnsafePointer(trees.nodes.start + part.firstNode)
      for place in part.places {
        let root = trees.roots.start[place]
        var row = 0
        while row < lanes {
          PackedTreeWalk.eightRows(
            nodes, root: Int(root), keys: keys + row, leaves: reached + row)
          row &+= 8
        }
        while leafWidth == 1, place >= order.outputStarts[output &+ 1] { output &+= 1 }
        addTree(reached, count: count, output: output, outputs: outputs)
      }
    }
    for row in 0..<count {
      for output in 0..<outputCount {
        let index = row &* outputCount &+ output
        outputs[index] = sum.finished(outputs[index], output: output)
      }
    }
  }

  /// One tree's leaves, by row, to the rows' outputs.
  @inline(__always)
  private func addTree(
    _ reached: UnsafePointer<UInt32>, count: Int, output: Int,
    outputs: UnsafeMutablePointer<Double>
  ) {
    switch leafValues {
    case .double(let table) where leafWidth == 1:
      for row in 0..<count {
        outputs[row &* outputCount &+ output] += table.start[Int(reached[row])]
      }
    case .double(let table):
      for row in 0..<count {
        let values = table.start + Int(reached[row])
        for output in 0..<outputCount { outputs[row &* outputCount &+ output] += values[output] }
      }
    case .float(let table):
      let single = leafWidth == 1
      for row in 0..<count {
        let values = table.start + Int(reached[row])
        for offset in 0..<(single ? 1 : outputCount) {
          let index = row &* outputCount &+ (single ? output : offset)
          outputs[index] = Double(Float(outputs[index]) + values[offset])
        }
      }
    }
  }
}
