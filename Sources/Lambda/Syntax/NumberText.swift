/// Number literals: decimal, octal with a leading zero, and floats.
enum NumberText {
  static func integer(_ literal: String) -> Token.Kind {
    guard literal.utf8.allSatisfy({ $0 &- 0x30 < 10 }) else {
      return .fault("illegal number \(literal)")
    }
    let isOctal = literal.utf8.count > 1 && literal.utf8.first == UInt8(ascii: "0")
    guard let value = Int64(literal, radix: isOctal ? 8 : 10) else {
      return .fault(
        isOctal
          ? "illegal number \(literal): a leading 0 means octal"
          : "illegal number \(literal): an int has at most 64 bits")
    }
    return .int(value)
  }

  static func float(_ literal: String) -> Token.Kind {
    guard literal.utf8.allSatisfy({ $0 < 0x80 }), let value = GoNumber.float(literal),
      value.isFinite
    else { return .fault("illegal number \(literal)") }
    return .float(value)
  }

  /// ASCII digits without a sign; nil when they do not fit in 64 bits.
  static func decimal(_ digits: ArraySlice<Unicode.Scalar>) -> Int64? {
    var value: Int64 = 0
    for digit in digits {
      guard digit.isASCII else { return nil }
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, sumOverflow) = product.addingReportingOverflow(Int64(digit.value) - 0x30)
      if overflow || sumOverflow { return nil }
      value = sum
    }
    return value
  }
}
