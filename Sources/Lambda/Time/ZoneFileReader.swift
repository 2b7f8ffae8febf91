/// Reads the parts of a TZif file (RFC 8536). Every length is checked against what is left.
struct ZoneFileReader {
  struct Header {
    let version: UInt8
    let isUTCCount: Int
    let isStandardCount: Int
    let leapCount: Int
    let timeCount: Int
    let typeCount: Int
    let nameBytes: Int

    func bodyBytes(timeBytes: Int) -> Int {
      timeCount * (timeBytes + 1) + typeCount * 6 + nameBytes + leapCount * (timeBytes + 4)
        + isStandardCount + isUTCCount
    }
  }

  struct Table {
    var times: [Int64] = []
    var offsets: [Int64] = []
    var firstOffset: Int64 = 0
  }

  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  mutating func skip(_ count: Int) -> Bool {
    guard count <= bytes.count - position else { return false }
    position += count
    return true
  }

  private func number(at offset: Int, bytes count: Int) -> UInt64 {
    var value: UInt64 = 0
    for index in 0..<count { value = value << 8 | UInt64(bytes[offset + index]) }
    return value
  }

  mutating func header() -> Header? {
    let start = position
    guard skip(44), bytes[start..<start + 4].elementsEqual("TZif".utf8) else { return nil }
    func count(_ index: Int) -> Int { Int(number(at: start + 20 + 4 * index, bytes: 4)) }
    let header = Header(
      version: bytes[start + 4], isUTCCount: count(0), isStandardCount: count(1),
      leapCount: count(2), timeCount: count(3), typeCount: count(4), nameBytes: count(5))
    // Six 32-bit counts of at most 12 bytes each cannot overflow an Int.
    guard header.typeCount > 0 else { return nil }
    return header
  }

  mutating func table(_ header: Header, timeBytes: Int) -> Table? {
    let start = position
    guard skip(header.bodyBytes(timeBytes: timeBytes)) else { return nil }
    let indexStart = start + header.timeCount * timeBytes
    let typeStart = indexStart + header.timeCount
    func offset(_ type: Int) -> Int64 {
      Int64(Int32(truncatingIfNeeded: number(at: typeStart + type * 6, bytes: 4)))
    }
    var table = Table()
    // Go takes the first standard-time type for times before the first transition.
    let standard = (0..<header.typeCount).first { bytes[typeStart + $0 * 6 + 4] == 0 }
    table.firstOffset = offset(standard ?? 0)
    for index in 0..<header.timeCount {
      let type = Int(bytes[indexStart + index])
      let raw = number(at: start + index * timeBytes, bytes: timeBytes)
      let time =
        timeBytes == 8 ? Int64(bitPattern: raw) : Int64(Int32(truncatingIfNeeded: raw))
      guard type < header.typeCount, table.times.last.map({ $0 < time }) ?? true else {
        return nil
      }
      table.times.append(time)
      table.offsets.append(offset(type))
    }
    return table
  }

  /// The text between the two line ends behind the second table.
  mutating func footer() -> String? {
    guard position < bytes.count, bytes[position] == UInt8(ascii: "\n") else { return nil }
    let text = bytes[(position + 1)...].prefix { $0 != UInt8(ascii: "\n") }
    return text.isEmpty ? nil : String(decoding: text, as: UTF8.self)
  }
}
