import UDFWire

/// Numbered points as fast as they can be made: they are encoded once, and only a point's time, which is its number, is
/// written anew.
struct PointStream {
  /// Its varint has nine bytes, and so have those of all times that follow in the next thirty years.
  static let firstTimeNanoseconds: Int64 = 1_700_000_000_000_000_000
  private static let timeBytes = 9
  static let blockPoints = 128

  private var block: [UInt8] = []
  /// Where each point's time begins in the block.
  private var timeOffsets: [Int] = []
  private(set) var sent: Int64 = 0

  init() {
    for place in 0..<Self.blockPoints {
      let host = "host\(place % 7)"
      let point = Point(
        timeNanoseconds: Self.firstTimeNanoseconds, name: "turbine", database: "db",
        retentionPolicy: "autogen", group: "host=\(host)", dimensions: ["host"],
        tags: ["host": host],
        fields: [
          "wind_speed": .double(3 + Double(place * 37 % Self.blockPoints) / 12),
          "note": .string(String(repeating: "x", count: 20 + place % 60)),
        ])
      let frame = Request.point(point).frame()
      guard let offset = Self.timeOffset(in: frame) else {
        preconditionFailure("a point's time comes first")
      }
      timeOffsets.append(block.count + offset)
      block += frame
    }
  }

  private static func timeOffset(in frame: [UInt8]) -> Int? {
    let time = varint(firstTimeNanoseconds)
    return frame.indices.first { frame[$0...].starts(with: time) }
  }

  private static func varint(_ number: Int64) -> [UInt8] {
    var rest = UInt64(bitPattern: number)
    return (0..<timeBytes).map { index in
      defer { rest >>= 7 }
      return UInt8(rest & 0x7f) | (index < timeBytes - 1 ? 0x80 : 0)
    }
  }

  /// The next points, numbered on.
  mutating func next(_ send: (UnsafeRawBufferPointer) throws -> Void) rethrows {
    for offset in timeOffsets {
      var rest = UInt64(bitPattern: Self.firstTimeNanoseconds &+ sent)
      for index in 0..<Self.timeBytes {
        block[offset + index] = UInt8(rest & 0x7f) | (index < Self.timeBytes - 1 ? 0x80 : 0)
        rest >>= 7
      }
      sent += 1
    }
    try block.withUnsafeBytes(send)
  }
}
