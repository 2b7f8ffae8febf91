import Glibc

extension LambdaMachine {
  /// Where evaluation stopped: a negative instruction means that it came to the end.
  struct Stop {
    var instruction: Int
    var fault: RuntimeFault

    static let atEnd = Stop(instruction: -1, fault: .none)
  }

  /// The interpreter: one instruction after the other, until the end or a failure.
  ///
  /// Registers do not move while it runs: constants are added only when code is made.
  func run(
    _ code: UnsafePointer<Instruction>,
    _ cells: UnsafeMutablePointer<Unmanaged<StatefulCell>>?
  ) -> Stop {
    let r = registers
    var next = code
    // Where to go on after a failure; negative: nowhere.
    var shield = -1
    var fault = RuntimeFault.none

    while true {
      let i = next.pointee
      next += 1
      let a = Int(i.a)
      let b = Int(i.b)
      let c = Int(i.c)
      switch i.operation {
      case .end: return .atEnd
      case .fail: fault = .none
      case .jump:
        next = code + a
        continue
      case .jumpIfFalse:
        if r[b] == 0 { next = code + a }
        continue
      case .jumpIfTrue:
        if r[b] != 0 { next = code + a }
        continue
      case .move:
        r[a] = r[b]
        continue
      case .move2:
        let (first, second) = (r[b], r[b &+ 1])
        r[a] = first
        r[a &+ 1] = second
        continue
      case .saveShield:
        r[a] = UInt64(bitPattern: Int64(shield))
        continue
      case .shieldIfFalse:
        if r[b] == 0 { shield = a }
        continue
      case .shieldIfTrue:
        if r[b] != 0 { shield = a }
        continue
      case .restoreShield:
        shield = Int(Int64(bitPattern: r[a]))
        continue

      case .addFloat:
        r[a] = (Double(bitPattern: r[b]) + Double(bitPattern: r[c])).bitPattern
        continue
      case .subtractFloat:
        r[a] = (Double(bitPattern: r[b]) - Double(bitPattern: r[c])).bitPattern
        continue
      case .multiplyFloat:
        r[a] = (Double(bitPattern: r[b]) * Double(bitPattern: r[c])).bitPattern
        continue
      case .divideFloat:
        r[a] = (Double(bitPattern: r[b]) / Double(bitPattern: r[c])).bitPattern
        continue
      case .negateFloat:
        r[a] = (-Double(bitPattern: r[b])).bitPattern
        continue
      case .lessFloat:
        r[a] = Double(bitPattern: r[b]) < Double(bitPattern: r[c]) ? 1 : 0
        continue
      case .lessOrEqualFloat:
        r[a] = Double(bitPattern: r[b]) <= Double(bitPattern: r[c]) ? 1 : 0
        continue
      case .equalFloat:
        r[a] = Double(bitPattern: r[b]) == Double(bitPattern: r[c]) ? 1 : 0
        continue
      case .notEqualFloat:
        r[a] = Double(bitPattern: r[b]) != Double(bitPattern: r[c]) ? 1 : 0
        continue
      case .floatFromInt:
        r[a] = Double(Int64(bitPattern: r[b])).bitPattern
        continue

      case .addInt:
        r[a] = r[b] &+ r[c]
        continue
      case .subtractInt:
        r[a] = r[b] &- r[c]
        continue
      case .multiplyInt:
        r[a] = r[b] &* r[c]
        continue
      case .divideInt:
        let divisor = Int64(bitPattern: r[c])
        if divisor != 0 {
          let quotient = Int64(bitPattern: r[b]).dividedReportingOverflow(by: divisor)
          r[a] = UInt64(bitPattern: quotient.partialValue)
          continue
        }
        fault = .divisionByZero
      case .moduloInt:
        let divisor = Int64(bitPattern: r[c])
        if divisor != 0 {
          let remainder = Int64(bitPattern: r[b]).remainderReportingOverflow(dividingBy: divisor)
          r[a] = UInt64(bitPattern: remainder.partialValue)
          continue
        }
        fault = .divisionByZero
      case .negateInt:
        r[a] = 0 &- r[b]
        continue
      case .lessInt:
        r[a] = Int64(bitPattern: r[b]) < Int64(bitPattern: r[c]) ? 1 : 0
        continue
      case .lessOrEqualInt:
        r[a] = Int64(bitPattern: r[b]) <= Int64(bitPattern: r[c]) ? 1 : 0
        continue
      case .equalWord:
        r[a] = r[b] == r[c] ? 1 : 0
        continue
      case .notEqualWord:
        r[a] = r[b] != r[c] ? 1 : 0
        continue
      case .not:
        r[a] = r[b] ^ 1
        continue
      case .multiplyDurationFloat:
        let product = Double(Int64(bitPattern: r[b])) * Double(bitPattern: r[c])
        r[a] = UInt64(bitPattern: GoNumber.truncated(product))
        continue
      case .divideDurationFloat:
        let quotient = Double(Int64(bitPattern: r[b])) / Double(bitPattern: r[c])
        r[a] = UInt64(bitPattern: GoNumber.truncated(quotient))
        continue

      case .equalText:
        r[a] = TextSlice(words: r + b) == TextSlice(words: r + c) ? 1 : 0
        continue
      case .notEqualText:
        r[a] = TextSlice(words: r + b) == TextSlice(words: r + c) ? 0 : 1
        continue
      case .lessText:
        r[a] = TextSlice(words: r + b).compare(TextSlice(words: r + c)) < 0 ? 1 : 0
        continue
      case .lessOrEqualText:
        r[a] = TextSlice(words: r + b).compare(TextSlice(words: r + c)) <= 0 ? 1 : 0
        continue
      case .concatenate:
        fault = concatenate(r + b, r + c, into: r + a)
        if fault == .none { continue }
      case .matches:
        r[a] = pattern(r[c]).matches(TextSlice(words: r + b)) ? 1 : 0
        continue
      case .matchesNot:
        r[a] = pattern(r[c]).matches(TextSlice(words: r + b)) ? 0 : 1
        continue

      case .math1:
        let function = Math1(rawValue: i.function) ?? .abs
        r[a] = function(Double(bitPattern: r[b])).bitPattern
        continue
      case .math2:
        let function = Math2(rawValue: i.function) ?? .max
        r[a] = function(Double(bitPattern: r[b]), Double(bitPattern: r[c])).bitPattern
        continue
      case .bessel:
        r[a] =
          GoMath.bessel(
            order: Int64(bitPattern: r[b]), Double(bitPattern: r[c]),
            isSecondKind: i.function == 1
          ).bitPattern
        continue
      case .pow10:
        r[a] = GoMath.pow10(Int64(bitPattern: r[b])).bitPattern
        continue
      case .roundToDigits:
        r[a] =
          GoMath.round(Double(bitPattern: r[b]), digits: Int64(bitPattern: r[c])).bitPattern
        continue
      case .text:
        fault = (TextFunction(rawValue: i.function) ?? .length)
          .call(r + b, into: r + a, &arena)
        if fault == .none { continue }
      case .convert:
        fault = (Conversion(rawValue: i.function) ?? .boolFromInt)
          .call(r + b, into: r + a, &arena)
        if fault == .none { continue }
      case .regexReplace:
        fault = replace(r + b, into: r + a)
        if fault == .none { continue }
      case .clock:
        r[a] = UInt64(bitPattern: calendar(i.function, Int64(bitPattern: r[b])))
        continue
      case .now:
        r[a] = UInt64(bitPattern: now())
        continue
      case .stateful:
        guard let cells else { return Stop(instruction: next - code - 1, fault: .none) }
        let time = Int64(bitPattern: r[0])
        r[a] = cells[c]._withUnsafeGuaranteedRef { $0.advance(r[b], at: time) }
        continue

      // Never emitted for single points.
      case .select, .select2, .andWord, .orWord, .maskWhere, .maskUnless, .useMask:
        fault = .none
      }

      // Only failures come here.
      if shield < 0 { return Stop(instruction: next - code - 1, fault: fault) }
      next = code + shield
    }
  }

  @inline(never)
  private func concatenate(
    _ first: UnsafePointer<UInt64>, _ second: UnsafePointer<UInt64>,
    into result: UnsafeMutablePointer<UInt64>
  ) -> RuntimeFault {
    guard arena.append(TextSlice(words: first)), arena.append(TextSlice(words: second)) else {
      arena.abandon()
      return .textTooLong
    }
    return TextFunction.finish(result, &arena)
  }

  /// Arguments: the pattern's number, the text, the template.
  @inline(never)
  private func replace(
    _ arguments: UnsafePointer<UInt64>, into result: UnsafeMutablePointer<UInt64>
  ) -> RuntimeFault {
    let done = Replacement.append(
      pattern(arguments[0]), TextSlice(words: arguments + 1),
      template: TextSlice(words: arguments + 3), to: &arena)
    guard done else {
      arena.abandon()
      return .textTooLong
    }
    return TextFunction.finish(result, &arena)
  }
}
