import UDFWire

/// Counts a UDF's answers fast enough not to be what is measured: a point costs its length prefix and its time. All else
/// is read as strictly as anywhere.
struct AnswerCounter {
  private let blockCount: Int
  private let checksSequence: Bool
  private(set) var tally = AnswerTally()
  /// The place in the block of the point that comes next.
  private var expected = 0
  private var audit: ResponseAudit
  /// Benchmarks ask nothing after Init, so nothing may be answered.
  private var questions = OpenQuestions()
  private var frames: UInt64 = 0

  init(blockCount: Int, checksSequence: Bool, provides: EdgeType?) {
    self.blockCount = blockCount
    self.checksSequence = checksSequence
    audit = ResponseAudit(provides: provides)
  }

  /// Reads every complete frame at the start of `bytes`. Returns how many bytes they were.
  mutating func read(_ bytes: UnsafeRawBufferPointer) throws(PeerFault) -> Int {
    guard let base = bytes.baseAddress else { return 0 }
    var position = 0
    while position < bytes.count {
      var start = position
      var length = 0
      var shift = 0
      var isComplete = false
      while start < bytes.count, shift < 35 {
        let byte = base.load(fromByteOffset: start, as: UInt8.self)
        length |= Int(byte & 127) << shift
        shift += 7
        start += 1
        if byte < 128 {
          isComplete = true
          break
        }
      }
      guard isComplete else {
        if shift >= 35 { throw located(PeerFault(.badLength(nil))) }
        break
      }
      guard length <= FrameSplitter.maximumFrameBytes else {
        throw located(PeerFault(.badLength(UInt64(length))))
      }
      guard length <= bytes.count - start else { break }
      try take(UnsafeRawBufferPointer(start: base + start, count: length))
      frames &+= 1
      position = start + length
    }
    return position
  }

  /// The UDF has closed; `rest` bytes of a frame are left.
  func end(rest: Int) throws(PeerFault) {
    if rest > 0 { throw located(PeerFault(.cutFrame(missingBytes: nil))) }
    try audit.checkEnd()
  }

  @inline(__always)
  private mutating func take(_ message: UnsafeRawBufferPointer) throws(PeerFault) {
    guard let body = Self.pointBody(message), !audit.batchIsOpen || audit.provides != .stream else {
      return try takeStrictly(message)
    }
    if audit.provides == .batch, !audit.batchIsOpen { return try takeStrictly(message) }
    tally.points &+= 1
    if checksSequence { check(Self.time(body)) }
  }

  private mutating func takeStrictly(_ message: UnsafeRawBufferPointer) throws(PeerFault) {
    do {
      let response = try ResponseDecoder.decode(message)
      try audit.check(response, &questions)
      if case .point(let point) = response {
        tally.points &+= 1
        if checksSequence { check(point.timeNanoseconds) }
      }
    } catch { throw located(error) }
  }

  /// The Point of a Response that holds one and nothing else, as every encoder writes it.
  @inline(__always)
  private static func pointBody(_ message: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
    guard message.count > 3, message[0] == 0x8a, message[1] == 1 else { return nil }
    var position = 2
    var length = 0
    var shift = 0
    while position < message.count, shift < 35 {
      let byte = message[position]
      length |= Int(byte & 127) << shift
      shift += 7
      position += 1
      if byte < 128 { break }
    }
    guard length == message.count - position else { return nil }
    return UnsafeRawBufferPointer(rebasing: message[position...])
  }

  /// Most encoders write the time first; for those that do not, the whole point is walked.
  @inline(__always)
  private static func time(_ body: UnsafeRawBufferPointer) -> Int64 {
    guard body.count > 10, body[0] == 8 else { return walkedTime(body) }
    var value: UInt64 = 0
    for index in 1...10 {
      let byte = body[index]
      value |= UInt64(byte & 127) << UInt64(7 * (index - 1))
      if byte < 128 { break }
    }
    return Int64(bitPattern: value)
  }

  @inline(never)
  private static func walkedTime(_ body: UnsafeRawBufferPointer) -> Int64 {
    var cursor = WireCursor(body)
    var time: Int64 = 0
    while !cursor.isAtEnd, let field = try? cursor.field() {
      if field.number == 1, case .varint(let value) = field.content {
        time = Int64(bitPattern: value)
      }
    }
    return time
  }

  @inline(__always)
  private mutating func check(_ time: Int64) {
    let offset = time &- PointBlock.firstTimeNanoseconds
    let place = Int(offset / PointBlock.stepNanoseconds)
    if place != expected || offset % PointBlock.stepNanoseconds != 0 { outOfOrder(place) }
    expected = place &+ 1 == blockCount ? 0 : place &+ 1
  }

  @inline(never)
  private mutating func outOfOrder(_ place: Int) {
    guard (0..<blockCount).contains(place) else {
      tally.foreign &+= 1
      return
    }
    let ahead = (place - expected + blockCount) % blockCount
    if ahead < blockCount / 2 { tally.lost &+= UInt64(ahead) } else { tally.outOfOrder &+= 1 }
  }

  private func located(_ fault: PeerFault) -> PeerFault {
    PeerFault(fault.kind, frame: frames + 1, byteOffset: nil)
  }
}

/// What came back, and how it differs from what was sent.
public struct AnswerTally: Sendable, Equatable {
  public var points: UInt64 = 0
  /// Points that were passed over in the order of answers.
  public var lost: UInt64 = 0
  /// Points that came twice or after later ones.
  public var outOfOrder: UInt64 = 0
  /// Points with a time that was never sent: the UDF makes points of its own.
  public var foreign: UInt64 = 0

  public var isInSequence: Bool { lost == 0 && outOfOrder == 0 && foreign == 0 }

  mutating func add(_ other: AnswerTally) {
    points += other.points
    lost += other.lost
    outOfOrder += other.outOfOrder
    foreign += other.foreign
  }
}
