/// What a tree's node compares: one input of the model, and how its value is read first.
///
/// Nodes refer to features, not to inputs, because two nodes may read one input by different rules
/// (a LightGBM model trained on in two steps, an ONNX ensemble with mixed modes).
struct TreeFeature: Sendable, Hashable {
  /// Position of the value in a row.
  var input: Int
  var reading: Reading

  enum Reading: Sendable, Hashable {
    /// A number, as it is.
    case number
    /// A number whose magnitude counts as zero up to `TreeFeature.zeroThreshold`: LightGBM reads
    /// dense rows so, whatever a node's missing mode is.
    case numberWithZero
    /// As `numberWithZero`, and zero is missing: LightGBM's `zero_as_missing`.
    case numberWithoutZero
    /// A category: the number truncated towards zero, -0.5 being category 0. LightGBM's rule.
    case categoryTruncated
    /// A category: the number truncated, and anything below zero is no category. XGBoost's rule,
    /// and that of scikit-learn's histogram gradient boosting.
    case categoryNonNegative
    /// A category: only a number that is whole is one. ONNX's `BRANCH_EQ`.
    case categoryExact
  }

  init(input: Int, reading: Reading = .number) {
    self.input = input
    self.reading = reading
  }

  /// LightGBM's `kZeroThreshold`, the Float nearest to 1e-35, as a Double.
  static var zeroThreshold: Double { 1.0000000180025095e-35 }

  var isCategory: Bool {
    switch reading {
    case .number, .numberWithZero, .numberWithoutZero: false
    case .categoryTruncated, .categoryNonNegative, .categoryExact: true
    }
  }

  /// The number that thresholds are compared with; NaN: missing.
  @inline(__always)
  func number(_ value: Double) -> Double {
    switch reading {
    case .numberWithZero: abs(value) <= TreeFeature.zeroThreshold ? 0 : value
    case .numberWithoutZero: abs(value) <= TreeFeature.zeroThreshold ? .nan : value
    default: value
    }
  }

  /// The category that `value`, which is not NaN, stands for; nil: one that no model can name.
  @inline(__always)
  func category(_ value: Double) -> UInt32? {
    switch reading {
    case .categoryNonNegative where value < 0: return nil
    case .categoryExact where value != value.rounded(.towardZero): return nil
    default: break
    }
    let whole = value.rounded(.towardZero)
    return whole >= 0 && whole <= Double(UInt32.max) ? UInt32(whole) : nil
  }
}
