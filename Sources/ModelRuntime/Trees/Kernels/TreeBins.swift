import CProcessor

/// The values of each feature that an ensemble tells apart, as bins: numbers by how many cuts lie
/// below them, categories by their place among those that are named.
///
/// A feature with n cuts has the bins 0...n, where a value in bin b is above the cuts 0..<b; with n
/// categories the bins 0..<n and n for all others. Bin n + 1 is a missing value.
struct TreeBins: Sendable {
  /// One feature that some node tests.
  struct Feature: BitwiseCopyable {
    var feature: TreeFeature
    /// Where its cuts or categories start.
    var start: Int
    /// How many there are.
    var count: Int

    /// Bins with that of a missing value.
    var binCount: Int { count + 2 }
    var missing: Int { count + 1 }
  }

  let features: [Feature]
  /// Ensemble feature -> place in `features`; -1: no node tests it.
  let place: [Int32]
  private let table: KernelMemory<Feature>
  private let isFloat: Bool
  /// One of these holds the cuts, ascending within each feature.
  private let floatCuts: KernelMemory<Float>
  private let doubleCuts: KernelMemory<Double>
  private let categories: KernelMemory<UInt32>

  init(_ ensemble: TreeEnsemble) {
    var unused: [Int32] = []
    self.init(ensemble, cutsByNode: &unused)
  }

  /// - Parameter cuts: set to the number of each node's cut among its feature's: searching for every
  ///   node's cut again would take longer than all else. Of no meaning for leaves and categories.
  init(_ ensemble: TreeEnsemble, cutsByNode cuts: inout [Int32]) {
    isFloat = ensemble.inputPrecision == .float32
    let half = ensemble.isLarge ? ensemble.nodeCount / 2 : ensemble.nodeCount
    let rest = half..<ensemble.nodeCount
    let other = rest.isEmpty ? nil : Parallel.begin { CutNumbers(ensemble, nodes: rest) }
    let first = CutNumbers(ensemble, nodes: 0..<half)
    let second = other?.value()
    var distinct = first.distinct
    let translated = second?.translate(into: &distinct) ?? []
    var features: [Feature] = []
    var place = [Int32](repeating: -1, count: ensemble.features.count)
    var ascending: [Double] = []
    var places: [[Int32]] = Array(repeating: [], count: distinct.count)
    var members: [UInt32] = []
    for (index, values) in distinct.enumerated() {
      guard let values = values?.values else { continue }
      place[index] = Int32(features.count)
      let feature = ensemble.features[index]
      features.append(
        Feature(
          feature: feature, start: feature.isCategory ? members.count : ascending.count,
          count: values.count))
      if feature.isCategory {
        members += values.map { UInt32($0) }.sorted()
      } else {
        let sorted = values.enumerated().map { (number: $0, cut: Double(bitPattern: $1)) }
          .sorted { $0.cut < $1.cut }
        places[index] = Array(repeating: 0, count: sorted.count)
        for (place, item) in sorted.enumerated() { places[index][item.number] = Int32(place) }
        ascending += sorted.map(\.cut)
      }
    }
    cuts = first.numbers
    cuts.reserveCapacity(ensemble.nodeCount)
    for node in 0..<half where !ensemble.nodes[node].isLeaf {
      let own = Int(ensemble.nodes[node].feature)
      if !ensemble.features[own].isCategory { cuts[node] = places[own][Int(cuts[node])] }
    }
    for (index, number) in (second?.numbers ?? []).enumerated() {
      let node = ensemble.nodes[half + index]
      let own = Int(node.feature)
      let isCut = !node.isLeaf && !ensemble.features[own].isCategory
      cuts.append(isCut ? places[own][Int(translated[own][Int(number)])] : 0)
    }
    self.features = features
    self.place = place
    table = KernelMemory(
      repeating: Feature(feature: TreeFeature(input: 0), start: 0, count: 0), count: features.count)
    for (index, feature) in features.enumerated() { table.start[index] = feature }
    floatCuts = KernelMemory(isFloat ? ascending.map { Float($0) } : [])
    doubleCuts = KernelMemory(isFloat ? [] : ascending)
    categories = KernelMemory(members)
  }

  var bytes: Int {
    floatCuts.bytes + doubleCuts.bytes + categories.bytes
      + table.count * MemoryLayout<Feature>.stride
  }

  /// The number of cuts of `place`'s feature that are below `cut`, which is one of them.
  func cutIndex(_ cut: Double, place: Int) -> Int {
    let feature = table.start[place]
    return isFloat
      ? count_below_float(floatCuts.start + feature.start, feature.count, Float(cut))
      : count_below_double(doubleCuts.start + feature.start, feature.count, cut)
  }

  /// The category that a bin stands for; nil: all that are not named.
  func category(place: Int, bin: Int) -> UInt32? {
    let feature = table.start[place]
    return bin < feature.count ? categories.start[feature.start + bin] : nil
  }

  /// Writes the bin of each feature for one row.
  @inline(__always)
  func bins(of row: UnsafePointer<Double>, into bins: UnsafeMutablePointer<Int32>) {
    for place in 0..<table.count {
      bins[place] = Int32(truncatingIfNeeded: bin(of: row, place: place))
    }
  }

  @inline(__always)
  func bin(of row: UnsafePointer<Double>, place: Int) -> Int {
    let feature = table.start[place]
    let value = row[feature.feature.input]
    switch feature.feature.reading {
    case .number: return numberBin(value, feature)
    case .numberWithZero, .numberWithoutZero:
      return numberBin(feature.feature.number(value), feature)
    default: return categoryBin(value, feature)
    }
  }

  @inline(__always)
  private func numberBin(_ value: Double, _ feature: Feature) -> Int {
    if value.isNaN { return feature.missing }
    return isFloat
      ? count_below_float(floatCuts.start + feature.start, feature.count, Float(value))
      : count_below_double(doubleCuts.start + feature.start, feature.count, value)
  }

  private func categoryBin(_ value: Double, _ feature: Feature) -> Int {
    if value.isNaN { return feature.missing }
    guard let category = feature.feature.category(value) else { return feature.count }
    let index = count_below_integer(categories.start + feature.start, feature.count, category)
    let isNamed =
      index < feature.count && categories.start[feature.start + index] == category
    return isNamed ? index : feature.count
  }
}
