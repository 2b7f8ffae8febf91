import PlainText
import UDFWire

extension UDFSession {
  /// Whether a point may come now.
  private var expectsPoints: Bool {
    phase == .running && (info.wants == .stream || inputTurn != nil)
  }

  /// Hands over the points that are complete and whose answers have room.
  ///
  /// - Returns: how many; 0 when the next frame is of another kind, incomplete, or has no room.
  mutating func handBurst(
    from input: UnsafeRawBufferPointer, at position: inout Int, limit: Int
  ) -> Int {
    guard expectsPoints, let base = input.baseAddress else { return 0 }
    table.removeAll()
    output.writer.flush()
    var room = output.writer.room
    var end = table.collect(
      from: input, at: position, room: &room, slack: outputBytesPerPoint,
      limit: configuration.maximumFrameBytes)
    guard var burst = table.burst(base: base) else { return 0 }
    if burst.count > limit {
      burst = burst[0..<limit]
      end = burst[limit - 1].end - base
    }
    hand(burst)
    position = end
    return burst.count
  }

  /// A point that no burst took: its frame has another shape, or its answer more bytes than there ever
  /// is room for, or it is out of turn.
  mutating func handlePointOfItsOwn(_ envelope: RequestEnvelope) throws {
    guard expectsPoints else {
      throw SessionFault.outOfTurn(
        phase == .opening
          ? "a point came before Init: the peer is not Kapacitor"
          : "a point came outside of a batch, but this UDF wants batches: restart kapacitord, which"
            + " asks for a UDF's edges at its own start")
    }
    rewritten.removeAll(keepingCapacity: true)
    envelope.appendCanonicalFrame(to: &rewritten)
    // Held for the call, so that the session's own access to it does not overlap.
    let frame = rewritten
    frame.withUnsafeBytes { bytes in
      table.removeAll()
      var room = Int.max
      _ = table.collect(from: bytes, at: 0, room: &room, slack: 0)
      guard let base = bytes.baseAddress, let burst = table.burst(base: base) else { return }
      hand(burst)
      output.writer.flush()
    }
  }

  private mutating func hand(_ burst: PointBurst) {
    sums.pointsIn &+= UInt64(burst.count)
    sums.bursts &+= 1
    handlerCalls &+= 1
    do {
      switch inputTurn {
      case .passed:
        for index in burst.indices { output.pass(burst[index]) }
      case .dropped:
        for index in burst.indices { output.drop(burst[index]) }
      case nil, .handled:
        try handToHandler(burst)
      }
    } catch {
      finish(.taskFailed(OneLine.describing(error)))
    }
    if output.isBatchOpen {
      output.settleLatestTime()
      stateGeneration &+= 1
    }
  }

  private mutating func handToHandler(_ burst: PointBurst) throws {
    let mark = output.mark()
    do {
      if isBypassing { throw setAside() }
      try handler.points(burst, &output)
      if output.isOutOfTurn { throw WireFault(.pointOutsideBatch, in: .output) }
    } catch let failure as TaskFailure {
      throw failure
    } catch {
      // The default takes points one by one and throws nothing but TaskFailure: this handler takes
      // the burst as a whole, and no one can say which of its points it had answered.
      output.takeBack(to: mark)
      for index in burst.indices { try output.fail(burst[index], error) }
    }
    if output.writer.overflowed {
      output.takeBack(to: mark)
      throw TaskFailure(
        "the handler's answers to \(burst.count) points are larger than the output may be"
          + " (max_frame_bytes): answer less at once")
    }
  }

  func setAside() -> HandlerError {
    HandlerError("the process died on this frame before: it was set aside")
  }
}
