/// How a machine's register file is laid out: two words for each slot, then intermediate values,
/// then constants.
struct RegisterPlan {
  /// Two words a level and a few for arguments; deeper expressions are refused when compiled.
  static let temporaryWords = 2_048

  /// Instructions name registers with 16 bits.
  static let addressableWords = 1 << 16

  let firstTemporary: Int
  let firstConstant: Int

  init(slots: Int) {
    firstTemporary = slots * 2
    firstConstant = firstTemporary + Self.temporaryWords
  }
}
