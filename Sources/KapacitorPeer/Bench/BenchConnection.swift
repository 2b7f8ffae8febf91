import UDFWire

/// One connection of a benchmark: Init is done, the rest is raw bytes.
struct BenchConnection: Sendable {
  let socket: UnixSocket

  /// Connects and initialises, as strictly as any task.
  init(_ settings: BenchSettings, index: Int) throws {
    socket = try UnixSocket(connectingTo: settings.socketPath, patience: .seconds(5))
    let request = InitRequest(
      options: settings.options, taskID: "bench_\(index)", nodeID: "udf2")
    try socket.send(Request.initialize(request).frame())
    var reader = ResponseReader()
    var questions = OpenQuestions(initialize: true)
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 4096, alignment: 1)
    defer { buffer.deallocate() }
    while questions.initialize {
      let count = try socket.receive(into: buffer)
      guard count > 0 else {
        throw PeerFault(.closedEarly(waitingFor: "its task was being started"))
      }
      try reader.read(UnsafeRawBufferPointer(rebasing: buffer[..<count]), &questions) { _ in }
    }
  }

  /// Sends points of the block, from its start again and again, until `extent` is reached; then half-closes.
  /// - Returns: how many points were sent.
  func sendBlock(_ block: PointBlock, _ settings: BenchSettings) throws -> UInt64 {
    defer { socket.shutdownWriting() }
    let (limit, deadline) = Self.bounds(settings.extent)
    var sent = 0
    try block.bytes.withUnsafeBytes { bytes in
      while sent < limit, MonotonicClock.nanoseconds() < deadline {
        let count = block.whole(min(block.count, limit - sent))
        switch settings.writeMode {
        case .bulk:
          try socket.send(UnsafeRawBufferPointer(rebasing: bytes[..<block.ends[count - 1]]))
        case .kapacitor:
          for place in 0..<count { try sendPoint(place, of: block, bytes, .kapacitor) }
        }
        sent += count
      }
    }
    return UInt64(sent)
  }

  /// Sends one point of the block (with its Begin and End, where it is the first or last of a batch).
  func sendPoint(
    _ place: Int, of block: PointBlock, _ bytes: UnsafeRawBufferPointer, _ mode: WriteMode
  ) throws {
    let start = place == 0 ? 0 : block.ends[place - 1]
    let frames = UnsafeRawBufferPointer(rebasing: bytes[start..<block.ends[place]])
    guard mode == .kapacitor else { return try socket.send(frames) }
    var position = 0
    while position < frames.count, let extent = try? Framing.next(in: frames, at: position) {
      try socket.send(UnsafeRawBufferPointer(rebasing: frames[position..<extent.bodyStart]))
      try socket.send(UnsafeRawBufferPointer(rebasing: frames[extent.bodyStart..<extent.end]))
      position = extent.end
    }
  }

  /// Reads answers until the UDF closes or `body` has had enough.
  ///
  /// - Parameter body: called after each read with the points counted so far; false ends the reading.
  func readAnswers(
    _ counter: inout AnswerCounter, while body: (AnswerTally) throws -> Bool = { _ in true }
  ) throws {
    // More than a socket holds, and little enough to stay in the second-level cache: a generator that waits for memory
    // takes the core from the UDF that it measures.
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 64)
    defer { buffer.deallocate() }
    var held = 0
    while true {
      // A frame larger than the buffer would leave no room: no benchmark's point comes near.
      guard held < buffer.count else { throw PeerFault(.badLength(UInt64(held))) }
      let count = try socket.receive(into: UnsafeMutableRawBufferPointer(rebasing: buffer[held...]))
      guard count > 0 else { break }
      let used = try counter.read(UnsafeRawBufferPointer(rebasing: buffer[..<(held + count)]))
      held = held + count - used
      if used > 0, held > 0 {
        buffer.baseAddress!.copyMemory(from: buffer.baseAddress! + used, byteCount: held)
      }
      guard try body(counter.tally) else { return }
    }
    try counter.end(rest: held)
  }

  private static func bounds(_ extent: BenchSettings.Extent) -> (points: Int, deadline: Int64) {
    switch extent {
    case .points(let count): (count, .max)
    case .duration(let duration):
      (.max, MonotonicClock.nanoseconds() &+ duration.clampedNanoseconds)
    }
  }
}
