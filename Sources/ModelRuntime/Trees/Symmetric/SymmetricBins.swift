import CProcessor

/// The values of each feature that symmetric trees tell apart.
///
/// A numeric feature with n borders has the bins 0...n: a value in bin b passes the tests below b.
/// A missing value is in bin 0 or n, as it passes none or all. A category's bin is the number of its
/// test, or n where there is none.
struct SymmetricBins: Sendable {
  private struct Feature: BitwiseCopyable {
    var input: Int32
    var isCategory: Bool
    var missingPasses: Bool
    var start: Int
    var count: Int
  }

  /// Features that trees test, by place.
  let count: Int
  private let places: [Int32]
  private let table: KernelMemory<Feature>
  private let borders: KernelMemory<Float>
  private let categories: KernelMemory<UInt32>

  init(_ trees: SymmetricTrees) {
    var isTested = [Bool](repeating: false, count: trees.features.count)
    for test in trees.tests { isTested[Int(test.feature)] = true }
    var places = [Int32](repeating: -1, count: trees.features.count)
    var features: [Feature] = []
    var borders: [Float] = []
    var categories: [UInt32] = []
    for (index, feature) in trees.features.enumerated() where isTested[index] {
      places[index] = Int32(features.count)
      switch feature.tests {
      case .borders(let own):
        features.append(
          Feature(
            input: Int32(feature.input), isCategory: false, missingPasses: feature.missingPasses,
            start: borders.count, count: own.count))
        borders += own
      case .categories(let own):
        features.append(
          Feature(
            input: Int32(feature.input), isCategory: true, missingPasses: false,
            start: categories.count, count: own.count))
        categories += own
      }
    }
    count = features.count
    self.places = places
    table = KernelMemory(
      repeating: Feature(input: 0, isCategory: false, missingPasses: false, start: 0, count: 0),
      count: count)
    for (index, feature) in features.enumerated() { table.start[index] = feature }
    self.borders = KernelMemory(borders)
    self.categories = KernelMemory(categories)
  }

  var bytes: Int { table.bytes + borders.bytes + categories.bytes }

  func place(of feature: Int) -> Int { Int(places[feature]) }
  func binCount(_ place: Int) -> Int { table.start[place].count + 1 }
  func isCategory(_ place: Int) -> Bool { table.start[place].isCategory }

  @inline(__always)
  func bins(of row: UnsafePointer<Double>, into bins: UnsafeMutablePointer<Int32>) {
    for place in 0..<count {
      let feature = table.start[place]
      let value = row[Int(feature.input)]
      let bin: Int
      if feature.isCategory {
        bin = category(value, feature)
      } else if value.isNaN {
        bin = feature.missingPasses ? feature.count : 0
      } else {
        bin = count_below_float(borders.start + feature.start, feature.count, Float(value))
      }
      bins[place] = Int32(truncatingIfNeeded: bin)
    }
  }

  /// There are few categories: a model with many has counters, which are refused.
  private func category(_ value: Double, _ feature: Feature) -> Int {
    for index in 0..<feature.count where Double(categories.start[feature.start + index]) == value {
      return index
    }
    return feature.count
  }
}
