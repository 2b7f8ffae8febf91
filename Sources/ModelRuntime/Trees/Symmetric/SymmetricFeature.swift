/// One feature of symmetric trees, with all the tests that trees make on it.
struct SymmetricFeature: Sendable {
  enum Tests: Sendable {
    /// Test k: the value, as a Float, is above `borders[k]`. Ascending, no NaN.
    case borders([Float])
    /// Test k: the category is `values[k]`; no value twice.
    case categories([UInt32])
  }

  /// Position of the value in a row.
  let input: Int
  let tests: Tests
  /// How a missing value answers all tests.
  let missingPasses: Bool

  var testCount: Int {
    switch tests {
    case .borders(let borders): borders.count
    case .categories(let values): values.count
    }
  }

  /// Whether `value` passes test `index`: the definition.
  func passes(_ value: Double, test index: Int) -> Bool {
    if value.isNaN { return missingPasses }
    switch tests {
    case .borders(let borders): return Float(value) > borders[index]
    case .categories(let values): return value == Double(values[index])
    }
  }
}
