/// What one instruction does. `r` is the register file; a, b, c are the instruction's operands.
enum Operation: UInt8 {
  // MARK: Flow
  /// The expression's value is in place.
  case end
  /// Fails with the specialisation's failure number b.
  case fail
  /// Goes on at instruction a.
  case jump
  /// Goes on at instruction a where r[b] is false (or true).
  case jumpIfFalse, jumpIfTrue
  /// r[a] = r[b], one word or two.
  case move, move2
  /// A shield is where evaluation goes on after a failure, instead of giving up: it covers the
  /// branch of an `if` that is evaluated for its state alone. r[a] keeps the shield around it.
  case saveShield, shieldIfFalse, shieldIfTrue, restoreShield

  // MARK: Floats
  case addFloat, subtractFloat, multiplyFloat, divideFloat, negateFloat
  case lessFloat, lessOrEqualFloat, equalFloat, notEqualFloat
  case floatFromInt

  // MARK: Ints, and durations as ints of nanoseconds
  case addInt, subtractInt, multiplyInt, divideInt, moduloInt, negateInt
  case lessInt, lessOrEqualInt
  /// Of any word: ints, durations, booleans.
  case equalWord, notEqualWord
  case not
  case multiplyDurationFloat, divideDurationFloat

  // MARK: Texts
  case concatenate, equalText, notEqualText, lessText, lessOrEqualText
  case matches, matchesNot

  // MARK: Functions; `function` says which
  case math1, math2, bessel, pow10, roundToDigits
  /// Arguments stand one after the other from r[b] on.
  case text, convert, regexReplace
  case clock, now
  /// Mention number c, with the argument r[b].
  case stateful

  // MARK: Columns only: every point has its own answer, so that nothing is jumped over
  /// r[a] = r[c] where r[b] is true; one word or two.
  case select, select2
  case andWord, orWord
  /// Goes on with the points of mask r[c] where r[b] is true (or false), and keeps that mask in r[a].
  case maskWhere, maskUnless
  /// Goes on with the points of mask r[b].
  case useMask
}

extension Operation {
  /// Whether `LambdaColumns` can run it.
  var worksOnColumns: Bool {
    switch self {
    case .fail, .jump, .jumpIfFalse, .jumpIfTrue, .saveShield, .shieldIfFalse, .shieldIfTrue,
      .restoreShield, .stateful:
      false
    default: true
    }
  }

  /// Whether it may only work on points whose value is asked for: it can fail, or follows the address
  /// of a text that is there only for those.
  var needsMask: Bool {
    switch self {
    case .divideInt, .moduloInt, .concatenate, .equalText, .notEqualText, .lessText,
      .lessOrEqualText, .matches, .matchesNot, .text, .convert, .regexReplace, .maskWhere,
      .maskUnless:
      true
    default: false
    }
  }
}
