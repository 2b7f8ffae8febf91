/// Which rows the library that wrote a model would refuse. Such rows have no reference answer: udfd
/// answers NaN in every output, and counts on the handler's policy for it.
struct InputRule: Sendable, Equatable {
  /// NaN is a missing value, not an error.
  var allowsMissing: Bool
  var allowsInfinity: Bool
  /// Values are rounded to Float first; what overflows there counts as an infinity.
  var isFloat32: Bool

  /// Finite doubles: most of scikit-learn.
  static let finite = InputRule(allowsMissing: false, allowsInfinity: false, isFloat32: false)
  /// Finite doubles, or missing: scalers and imputers.
  static let finiteOrMissing = InputRule(
    allowsMissing: true, allowsInfinity: false, isFloat32: false)
  /// What fits a Float: scikit-learn's trees.
  static let finiteFloat32 = InputRule(
    allowsMissing: false, allowsInfinity: false, isFloat32: true)
  static let finiteFloat32OrMissing = InputRule(
    allowsMissing: true, allowsInfinity: false, isFloat32: true)
  /// Every row.
  static let anything = InputRule(allowsMissing: true, allowsInfinity: true, isFloat32: false)

  /// Bit r is set where row r of `count` (at most 64) is refused.
  func refused(_ rows: UnsafePointer<Double>, count: Int, columns: Int) -> UInt64 {
    if allowsMissing && allowsInfinity { return 0 }
    // The largest Double that rounds to a finite Float lies halfway to 2^128.
    let limit = isFloat32 ? 0x1.ffffffp127 : Double.infinity
    var refused: UInt64 = 0
    for row in 0..<count {
      var isRefused = false
      for column in 0..<columns {
        let value = rows[row * columns + column]
        if !(value.magnitude < limit) {
          if value.isNaN ? !allowsMissing : !allowsInfinity { isRefused = true }
        }
      }
      if isRefused { refused |= 1 << UInt64(row) }
    }
    return refused
  }

  /// The same where every column has a rule of its own.
  static func refused(
    _ rows: UnsafePointer<Double>, count: Int, by rules: [InputRule]
  ) -> UInt64 {
    var refused: UInt64 = 0
    for row in 0..<count {
      for column in 0..<rules.count {
        let value = rows + row * rules.count + column
        if rules[column].refused(value, count: 1, columns: 1) != 0 { refused |= 1 << UInt64(row) }
      }
    }
    return refused
  }

  /// Both rules at once.
  func and(_ other: InputRule) -> InputRule {
    InputRule(
      allowsMissing: allowsMissing && other.allowsMissing,
      allowsInfinity: allowsInfinity && other.allowsInfinity,
      isFloat32: isFloat32 || other.isFloat32)
  }
}
