/// Symmetric trees by single bits: every test that some tree makes is made once for a row, one byte
/// for each, and a tree gathers the bytes of its own tests. Slower than contribution tables (4 us
/// against 2 on 2,000 trees) and without their memory: for models with very many features.
final class SymmetricBitEvaluator: Evaluator {
  private let trees: SymmetricTrees
  private let bins: SymmetricBins
  /// Where the tests of a place start among a row's bytes.
  private let firstBytes: [Int]
  private let byteCount: Int
  /// The byte of each test of each tree, all trees one after another.
  private let gathers: KernelMemory<Int32>
  private let leaves: KernelMemory<Double>
  let kernelDescription: String

  init(_ trees: SymmetricTrees, because reason: String) {
    self.trees = trees
    bins = SymmetricBins(trees)
    var firstBytes: [Int] = []
    var bytes = 0
    for place in 0..<bins.count {
      firstBytes.append(bytes)
      bytes += bins.binCount(place) - 1
    }
    self.firstBytes = firstBytes
    byteCount = bytes
    gathers = KernelMemory(repeating: 0, count: trees.tests.count)
    for (index, test) in trees.tests.enumerated() {
      gathers.start[index] = Int32(
        firstBytes[bins.place(of: Int(test.feature))] + Int(test.index))
    }
    leaves = KernelMemory(trees.leafValues)
    kernelDescription = "single bits (\(reason))"
  }

  var inputCount: Int { trees.inputCount }
  var outputCount: Int { trees.outputCount }
  var memoryBytes: Int { trees.memoryBytes + gathers.bytes + leaves.bytes + bins.bytes }

  private var binBytes: Int { Self.padded(bins.count * MemoryLayout<Int32>.size) }
  func scratchBytes(rows: Int) -> Int { binBytes + Self.padded(byteCount) }

  func evaluate(
    rows: UnsafePointer<Double>, count: Int, outputs: UnsafeMutablePointer<Double>,
    scratch: UnsafeMutableRawPointer
  ) {
    let place = scratch.assumingMemoryBound(to: Int32.self)
    let bits = (scratch + binBytes).assumingMemoryBound(to: UInt8.self)
    for index in 0..<count {
      bins.bins(of: rows + index &* inputCount, into: place)
      for feature in 0..<bins.count {
        let own = bits + firstBytes[feature]
        let bin = Int(place[feature])
        let tests = bins.binCount(feature) &- 1
        if bins.isCategory(feature) {
          for test in 0..<tests { own[test] = test == bin ? 1 : 0 }
        } else {
          for test in 0..<tests { own[test] = test < bin ? 1 : 0 }
        }
      }
      add(bits, sums: outputs + index &* outputCount)
    }
  }

  private func add(_ bits: UnsafePointer<UInt8>, sums: UnsafeMutablePointer<Double>) {
    for output in 0..<outputCount { sums[output] = 0 }
    for tree in 0..<trees.treeCount {
      var leaf = 0
      let first = trees.testStarts[tree]
      for bit in 0..<(trees.testStarts[tree &+ 1] &- first) {
        leaf |= Int(bits[Int(gathers.start[first &+ bit])]) &<< bit
      }
      let values = leaves.start + (trees.leafStarts[tree] &+ leaf) &* outputCount
      for output in 0..<outputCount { sums[output] += values[output] }
    }
    for output in 0..<outputCount { sums[output] = trees.scale * sums[output] + trees.bias[output] }
  }
}
