import UDFWire

/// Answers of one connection: each must be the next point, and all of them are held against an unbroken run's by a digest
/// of every byte but keepalives.
struct AnswerStream {
  private var held: [UInt8] = []
  private(set) var points: Int64 = 0
  private(set) var digest: UInt64 = 0xcbf2_9ce4_8422_2325
  private(set) var keepalives = 0
  private(set) var isInitialised = false

  struct Problem: Error, CustomStringConvertible {
    let description: String
  }

  /// Bytes of a frame that has not come whole.
  var pendingBytes: Int { held.count }

  mutating func take(_ piece: UnsafeRawBufferPointer) throws {
    if held.isEmpty {
      let used = try read(piece)
      held.append(contentsOf: piece[used...])
    } else {
      held.append(contentsOf: piece)
      let all = held
      let used = try all.withUnsafeBytes { try read($0) }
      held.removeFirst(used)
    }
  }

  private mutating func read(_ bytes: UnsafeRawBufferPointer) throws -> Int {
    var position = 0
    while let frame = try Framing.next(in: bytes, at: position) {
      try take(message: UnsafeRawBufferPointer(rebasing: bytes[frame.bodyStart..<frame.end]))
      position = frame.end
    }
    return position
  }

  private mutating func take(message: UnsafeRawBufferPointer) throws {
    // Response.point: field 17, length-delimited.
    if message.count > 16, message[0] == 0x8a, message[1] == 0x01 {
      let number = try Self.number(message)
      guard number == points else {
        throw Problem(description: "point \(number) came where \(points) was due")
      }
      points += 1
      return digest(message)
    }
    switch try Response(decoding: message) {
    case .initialize(let answer) where answer.success && !isInitialised: isInitialised = true
    case .keepalive: keepalives += 1
    case let other: throw Problem(description: "after \(points) points came \(other)")
    }
  }

  private static func number(_ message: UnsafeRawBufferPointer) throws -> Int64 {
    var position = 2
    while position < message.count, message[position] >= 0x80 { position += 1 }
    position += 1
    guard position + 10 < message.count, message[position] == 0x08 else {
      throw Problem(description: "a point does not begin with its time")
    }
    var value: UInt64 = 0
    for index in 0..<10 {
      let byte = message[position + 1 + index]
      value |= UInt64(byte & 0x7f) << UInt64(7 * index)
      if byte < 0x80 { break }
    }
    return Int64(bitPattern: value) &- PointStream.firstTimeNanoseconds
  }

  private mutating func digest(_ message: UnsafeRawBufferPointer) {
    var position = 0
    while position + 8 <= message.count {
      let word = message.loadUnaligned(fromByteOffset: position, as: UInt64.self)
      digest = (digest ^ word) &* 0x9e37_79b9_7f4a_7c15
      digest ^= digest >> 29
      position += 8
    }
    while position < message.count {
      digest = (digest ^ UInt64(message[position])) &* 0x0000_0100_0000_01b3
      position += 1
    }
  }
}
