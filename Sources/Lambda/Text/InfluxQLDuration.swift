/// Durations as InfluxQL reads and writes them, which is what string() and duration() use.
enum InfluxQLDuration {
  private static let units: [(nanoseconds: Int64, name: StaticString)] = [
    (604_800_000_000_000, "w"), (86_400_000_000_000, "d"), (3_600_000_000_000, "h"),
    (60_000_000_000, "m"), (1_000_000_000, "s"), (1_000_000, "ms"), (1_000, "u"),
  ]

  /// At most 20 digits and a unit.
  static let maximumBytes = 24

  /// One number of the largest unit that divides it; what lies below a microsecond is cut off.
  static func write(_ nanoseconds: Int64, to output: UnsafeMutablePointer<UInt8>) -> Int {
    var chosen = units[6]
    if nanoseconds == 0 {
      chosen = units[4]
    } else if let exact = units.first(where: { nanoseconds % $0.nanoseconds == 0 }) {
      chosen = exact
    }
    var count = GoNumber.write(nanoseconds / chosen.nanoseconds, to: output)
    for index in 0..<chosen.name.utf8CodeUnitCount {
      output[count] = chosen.name.utf8Start[index]
      count += 1
    }
    return count
  }

  static func text(of nanoseconds: Int64) -> String {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: maximumBytes) { buffer in
      let count = write(nanoseconds, to: buffer.baseAddress!)
      return String(decoding: buffer[..<count], as: UTF8.self)
    }
  }

  /// `influxql.ParseDuration`: a sign, then numbers that each have a unit; nil where it fails.
  static func nanoseconds(_ text: TextSlice) -> Int64? {
    guard text.count >= 2 else { return nil }
    let isNegative = text[0] == UInt8(ascii: "-")
    var index = isNegative ? 1 : 0
    var total: Int64 = 0
    while index < text.count {
      let start = index
      while index < text.count, text[index] &- 0x30 < 10 { index += 1 }
      guard index > start, index < text.count,
        let number = GoNumber.int(text.dropFirst(start).prefix(index - start)),
        let unit = unit(text.dropFirst(index))
      else { return nil }
      total = total &+ number &* unit.nanoseconds
      index += unit.length
    }
    if total < 0, !isNegative { return nil }
    return isNegative ? 0 &- total : total
  }

  private static func unit(_ text: TextSlice) -> (nanoseconds: Int64, length: Int)? {
    switch text[0] {
    case UInt8(ascii: "u"): return (1_000, 1)
    case 0xC2 where text.count > 1 && text[1] == 0xB5: return (1_000, 2)  // µ
    case UInt8(ascii: "m") where text.count > 1 && text[1] == UInt8(ascii: "s"):
      return (1_000_000, 2)
    case UInt8(ascii: "s"): return (1_000_000_000, 1)
    case UInt8(ascii: "m"): return (60_000_000_000, 1)
    case UInt8(ascii: "h"): return (3_600_000_000_000, 1)
    case UInt8(ascii: "d"): return (86_400_000_000_000, 1)
    case UInt8(ascii: "w"): return (604_800_000_000_000, 1)
    default: return nil
    }
  }
}
