import Glibc

/// A number of bytes for people, as humanBytes prints it: SI units, two significant digits.
enum HumanBytes {
  static let maximumBytes = 24

  static func write(_ bytes: UInt64, to output: UnsafeMutablePointer<UInt8>) -> Int {
    if bytes < 10 { return put(Int64(bytes), tenths: nil, unit: "B", output) }
    let units: [StaticString] = ["B", "kB", "MB", "GB", "TB", "PB", "EB"]
    let power = min(Int(floor(log(Double(bytes)) / log(1_000.0))), units.count - 1)
    let scaled = floor(Double(bytes) / pow(1_000, Double(power)) * 10 + 0.5)  // in tenths
    if scaled < 100 {
      return put(Int64(scaled / 10), tenths: Int64(scaled) % 10, unit: units[power], output)
    }
    // "%.0f" rounds halves to even.
    return put(
      Int64((scaled / 10).rounded(.toNearestOrEven)), tenths: nil, unit: units[power], output)
  }

  private static func put(
    _ whole: Int64, tenths: Int64?, unit: StaticString, _ output: UnsafeMutablePointer<UInt8>
  ) -> Int {
    var count = GoNumber.write(whole, to: output)
    if let tenths {
      output[count] = UInt8(ascii: ".")
      output[count + 1] = UInt8(ascii: "0") + UInt8(tenths)
      count += 2
    }
    output[count] = UInt8(ascii: " ")
    count += 1
    for index in 0..<unit.utf8CodeUnitCount {
      output[count] = unit.utf8Start[index]
      count += 1
    }
    return count
  }

  /// Go's conversion of a float to an unsigned int on amd64.
  static func unsigned(_ value: Double) -> UInt64 {
    let border = 9_223_372_036_854_775_808.0
    if value.isNaN || value < border { return UInt64(bitPattern: GoNumber.truncated(value)) }
    return UInt64(bitPattern: GoNumber.truncated(value - border)) | 1 << 63
  }
}
