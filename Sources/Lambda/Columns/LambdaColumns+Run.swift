extension LambdaColumns {
  private typealias Column = UnsafeMutablePointer<UInt64>

  /// The interpreter: each instruction for all points.
  /// - Returns: false where it fails for one of the points asked for.
  func run(_ code: UnsafePointer<Instruction>, points: UInt64, count: Int) -> Bool {
    var next = code
    var mask = points
    let words = self.words
    while true {
      let i = next.pointee
      next += 1
      let a = words + Int(i.a) &* Self.pointCount
      let b = words + Int(i.b) &* Self.pointCount
      let c = words + Int(i.c) &* Self.pointCount
      switch i.operation {
      case .end: return true
      case .move: Self.each(count) { a[$0] = b[$0] }
      case .move2:
        Self.each(count) { a[$0] = b[$0] }
        Self.each(count) { a[Self.pointCount &+ $0] = b[Self.pointCount &+ $0] }

      case .addFloat: Self.floats(a, b, c, count) { $0 + $1 }
      case .subtractFloat: Self.floats(a, b, c, count) { $0 - $1 }
      case .multiplyFloat: Self.floats(a, b, c, count) { $0 * $1 }
      case .divideFloat: Self.floats(a, b, c, count) { $0 / $1 }
      case .negateFloat: Self.floats(a, b, count) { -$0 }
      case .lessFloat: Self.compare(a, b, c, count) { $0 < $1 }
      case .lessOrEqualFloat: Self.compare(a, b, c, count) { $0 <= $1 }
      case .equalFloat: Self.compare(a, b, c, count) { $0 == $1 }
      case .notEqualFloat: Self.compare(a, b, c, count) { $0 != $1 }
      case .floatFromInt:
        Self.each(count) { a[$0] = Double(Int64(bitPattern: b[$0])).bitPattern }

      case .addInt: Self.each(count) { a[$0] = b[$0] &+ c[$0] }
      case .subtractInt: Self.each(count) { a[$0] = b[$0] &- c[$0] }
      case .multiplyInt: Self.each(count) { a[$0] = b[$0] &* c[$0] }
      case .negateInt: Self.each(count) { a[$0] = 0 &- b[$0] }
      case .lessInt:
        Self.each(count) { a[$0] = Int64(bitPattern: b[$0]) < Int64(bitPattern: c[$0]) ? 1 : 0 }
      case .lessOrEqualInt:
        Self.each(count) { a[$0] = Int64(bitPattern: b[$0]) <= Int64(bitPattern: c[$0]) ? 1 : 0 }
      case .equalWord: Self.each(count) { a[$0] = b[$0] == c[$0] ? 1 : 0 }
      case .notEqualWord: Self.each(count) { a[$0] = b[$0] != c[$0] ? 1 : 0 }
      case .not: Self.each(count) { a[$0] = b[$0] ^ 1 }
      case .andWord: Self.each(count) { a[$0] = b[$0] & c[$0] }
      // The right side is only computed where the left one is false: elsewhere its word is anything.
      case .orWord: Self.each(count) { a[$0] = (b[$0] | c[$0]) & 1 }
      case .select: Self.select(a, b, c, count)
      case .select2:
        Self.select(a, b, c, count)
        Self.select(a + Self.pointCount, b, c + Self.pointCount, count)
      case .multiplyDurationFloat:
        Self.each(mask) { point in
          let product = Double(Int64(bitPattern: b[point])) * Double(bitPattern: c[point])
          a[point] = UInt64(bitPattern: GoNumber.truncated(product))
        }
      case .divideDurationFloat:
        Self.each(mask) { point in
          let quotient = Double(Int64(bitPattern: b[point])) / Double(bitPattern: c[point])
          a[point] = UInt64(bitPattern: GoNumber.truncated(quotient))
        }

      case .maskWhere:
        mask = Self.bits(b, count) & c[0]
        a[0] = mask
      case .maskUnless:
        mask = ~Self.bits(b, count) & c[0]
        a[0] = mask
      case .useMask: mask = b[0]

      case .math1:
        let function = Math1(rawValue: i.function) ?? .abs
        switch function {
        case .abs: Self.floats(a, b, count) { $0.magnitude }
        case .sqrt: Self.floats(a, b, count) { $0.squareRoot() }
        default:
          Self.each(mask) { a[$0] = function(Double(bitPattern: b[$0])).bitPattern }
        }
      case .math2:
        let function = Math2(rawValue: i.function) ?? .max
        Self.each(mask) {
          a[$0] = function(Double(bitPattern: b[$0]), Double(bitPattern: c[$0])).bitPattern
        }
      case .pow10:
        Self.each(mask) { a[$0] = GoMath.pow10(Int64(bitPattern: b[$0])).bitPattern }
      case .roundToDigits:
        Self.each(mask) { point in
          let x = Double(bitPattern: b[point])
          a[point] = GoMath.round(x, digits: Int64(bitPattern: c[point])).bitPattern
        }
      case .now:
        let time = UInt64(bitPattern: now())
        Self.each(count) { a[$0] = time }

      default:
        guard runRare(i, a, b, c, mask) else { return false }
      }
    }
  }

  /// What is called for one point after the other: what can fail, texts, the calendar.
  @inline(never)
  private func runRare(
    _ i: Instruction, _ a: Column, _ b: Column, _ c: Column, _ mask: UInt64
  ) -> Bool {
    switch i.operation {
    case .divideInt:
      return Self.attempt(mask) { point in
        let divisor = Int64(bitPattern: c[point])
        if divisor == 0 { return false }
        let quotient = Int64(bitPattern: b[point]).dividedReportingOverflow(by: divisor)
        a[point] = UInt64(bitPattern: quotient.partialValue)
        return true
      }
    case .moduloInt:
      return Self.attempt(mask) { point in
        let divisor = Int64(bitPattern: c[point])
        if divisor == 0 { return false }
        let remainder = Int64(bitPattern: b[point]).remainderReportingOverflow(dividingBy: divisor)
        a[point] = UInt64(bitPattern: remainder.partialValue)
        return true
      }
    case .equalText: Self.each(mask) { a[$0] = Self.text(b, $0) == Self.text(c, $0) ? 1 : 0 }
    case .notEqualText: Self.each(mask) { a[$0] = Self.text(b, $0) == Self.text(c, $0) ? 0 : 1 }
    case .lessText:
      Self.each(mask) { a[$0] = Self.text(b, $0).compare(Self.text(c, $0)) < 0 ? 1 : 0 }
    case .lessOrEqualText:
      Self.each(mask) { a[$0] = Self.text(b, $0).compare(Self.text(c, $0)) <= 0 ? 1 : 0 }
    case .matches:
      Self.each(mask) { a[$0] = pattern(c[$0]).matches(Self.text(b, $0)) ? 1 : 0 }
    case .matchesNot:
      Self.each(mask) { a[$0] = pattern(c[$0]).matches(Self.text(b, $0)) ? 0 : 1 }
    case .bessel:
      Self.each(mask) { point in
        a[point] =
          GoMath.bessel(
            order: Int64(bitPattern: b[point]), Double(bitPattern: c[point]),
            isSecondKind: i.function == 1
          ).bitPattern
      }
    case .clock:
      Self.each(mask) { a[$0] = UInt64(bitPattern: calendar(i.function, Int64(bitPattern: b[$0]))) }
    case .concatenate:
      return Self.attempt(mask) { point in
        guard arena.append(Self.text(b, point)), arena.append(Self.text(c, point)),
          let text = arena.finish()
        else { return false }
        text.store(to: call)
        (a[point], a[Self.pointCount &+ point]) = (call[0], call[1])
        return true
      }
    case .text:
      let function = TextFunction(rawValue: i.function) ?? .length
      return callEach(mask, i.c, a, b) { function.call($0, into: $1, &arena) == .none }
    case .convert:
      let function = Conversion(rawValue: i.function) ?? .boolFromInt
      return callEach(mask, i.c, a, b) { function.call($0, into: $1, &arena) == .none }
    case .regexReplace:
      // The pattern's number, the text, the template: five words, and two for the result.
      return callEach(mask, 2 << 8 | 5, a, b) { arguments, result in
        let done = Replacement.append(
          pattern(arguments[0]), TextSlice(words: arguments + 1),
          template: TextSlice(words: arguments + 3), to: &arena)
        return done && TextFunction.finish(result, &arena) == .none
      }
    default:
      // The compiler emits nothing else for columns (`Operation.worksOnColumns`).
      return false
    }
    return true
  }

  // MARK: - Loops

  @inline(__always)
  private static func each(_ count: Int, _ body: (Int) -> Void) {
    for point in 0..<count { body(point) }
  }

  /// For the points of a mask.
  @inline(__always)
  private static func each(_ mask: UInt64, _ body: (Int) -> Void) {
    var rest = mask
    while rest != 0 {
      body(rest.trailingZeroBitCount)
      rest &= rest &- 1
    }
  }

  /// For the points of a mask, until it fails.
  @inline(__always)
  private static func attempt(_ mask: UInt64, _ body: (Int) -> Bool) -> Bool {
    var rest = mask
    while rest != 0 {
      guard body(rest.trailingZeroBitCount) else { return false }
      rest &= rest &- 1
    }
    return true
  }

  @inline(__always)
  private static func floats(
    _ a: Column, _ b: Column, _ count: Int, _ function: (Double) -> Double
  ) {
    for point in 0..<count { a[point] = function(Double(bitPattern: b[point])).bitPattern }
  }

  @inline(__always)
  private static func floats(
    _ a: Column, _ b: Column, _ c: Column, _ count: Int, _ function: (Double, Double) -> Double
  ) {
    for point in 0..<count {
      a[point] = function(Double(bitPattern: b[point]), Double(bitPattern: c[point])).bitPattern
    }
  }

  @inline(__always)
  private static func compare(
    _ a: Column, _ b: Column, _ c: Column, _ count: Int, _ holds: (Double, Double) -> Bool
  ) {
    for point in 0..<count {
      a[point] = holds(Double(bitPattern: b[point]), Double(bitPattern: c[point])) ? 1 : 0
    }
  }

  /// a = c where b is true.
  @inline(__always)
  private static func select(_ a: Column, _ b: Column, _ c: Column, _ count: Int) {
    for point in 0..<count {
      let taken = 0 &- b[point]
      a[point] = c[point] & taken | a[point] & ~taken
    }
  }

  @inline(__always)
  private static func text(_ column: Column, _ point: Int) -> TextSlice {
    TextSlice(
      start: UnsafePointer(bitPattern: UInt(column[point])) ?? TextSlice.nowhere,
      count: Int(column[pointCount &+ point]))
  }

  /// Calls a function that takes its arguments, and leaves its result, in words that are neighbours.
  /// - Parameter counts: how many words of arguments, and above the byte how many of the result.
  @inline(__always)
  private func callEach(
    _ mask: UInt64, _ counts: UInt16, _ a: Column, _ b: Column,
    _ function: (UnsafePointer<UInt64>, UnsafeMutablePointer<UInt64>) -> Bool
  ) -> Bool {
    let arguments = Int(counts & 0xFF)
    let results = Int(counts >> 8)
    let result = call + Self.callWords - 2
    return Self.attempt(mask) { point in
      for word in 0..<arguments { call[word] = b[word &* Self.pointCount &+ point] }
      guard function(call, result) else { return false }
      for word in 0..<results { a[word &* Self.pointCount &+ point] = result[word] }
      return true
    }
  }
}
