/// Numbers without an exponent.
enum DecimalText {
  /// The shortest digits that mean this number, with the point put where the exponent says.
  static func plain(_ number: Double) -> String {
    let parts = "\(number.magnitude)".split(separator: "e")
    guard parts.count == 2, let exponent = Int(parts[1]) else { return "\(number)" }
    let mantissa = parts[0].split(separator: ".")
    let whole = String(mantissa[0])
    let fraction = mantissa.count > 1 && mantissa[1] != "0" ? String(mantissa[1]) : ""
    let sign = number < 0 ? "-" : ""
    if exponent < 0 {
      return sign + "0." + String(repeating: "0", count: -exponent - 1) + whole + fraction
    }
    let digits = whole + fraction
    let zeros = exponent - fraction.count
    if zeros >= 0 { return sign + digits + String(repeating: "0", count: zeros) + ".0" }
    let point = digits.index(digits.startIndex, offsetBy: whole.count + exponent)
    return sign + digits[..<point] + "." + digits[point...]
  }
}
