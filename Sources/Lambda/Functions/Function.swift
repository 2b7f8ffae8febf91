/// What a call computes, once its overload is chosen.
enum Function: Sendable {
  case math1(Math1)
  case math2(Math2)
  case besselFirst, besselSecond  // jn, yn
  case pow10
  case roundToDigits
  case text(TextFunction)
  case convert(Conversion)
  /// bool(bool), int(int), int(bool): the word stays as it is.
  case keep
  case floatFromInt
  case clock(ClockFunction)
  case now
  case regexReplace
  /// if(): not a call but a jump.
  case choose
  case isPresent
  case stateful(StatefulName)
  case batch(BatchFunction)
}

/// One signature of a function.
struct Overload: Sendable {
  let parameters: [ValueKind]
  let result: ValueKind
  let function: Function

  init(_ parameters: [ValueKind], _ result: ValueKind, _ function: Function) {
    self.parameters = parameters
    self.result = result
    self.function = function
  }

  /// For code on columns: how many words the arguments take, and above the byte how many the result.
  var wordCounts: Int { parameters.reduce(result.words << 8) { $0 + $1.words } }

  var signature: String { "(" + parameters.map(\.name).joined(separator: ", ") + ")" }
}
