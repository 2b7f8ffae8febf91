import PlainText
import UDFWire

extension UDFSession {
  /// What became of one frame that is not part of a burst.
  enum FrameOutcome {
    case done
    /// Not consumed: it comes again.
    case needsOutputRoom
    /// Not consumed: it comes again when the definition is ready.
    case waiting
  }

  /// - Parameter frames: the largest number of frames to handle.
  mutating func advance(
    through bytes: UnsafeRawBufferPointer, frames: Int = .max
  ) -> SessionProgress {
    // A burst's offsets are 32 bits wide; what lies beyond comes again.
    let input = UnsafeRawBufferPointer(rebasing: bytes.prefix(Int(UInt32.max)))
    var position = 0
    var left = frames
    while phase != .finished && left > 0 {
      let handed = handBurst(from: input, at: &position, limit: left)
      if handed > 0 {
        left -= handed
        continue
      }
      let extent: FrameExtent?
      do {
        extent = try Framing.next(in: input, at: position, limit: configuration.maximumFrameBytes)
      } catch {
        finish(.protocolViolation(error))
        break
      }
      guard let extent else {
        return SessionProgress(
          consumed: position, state: .needsInput,
          pendingFrameBytes: Self.frameBytes(in: input, at: position))
      }
      switch handleFrame(in: input, extent) {
      case .done:
        position = extent.end
        left -= 1
      case .needsOutputRoom: return SessionProgress(consumed: position, state: .needsOutputRoom)
      case .waiting: return SessionProgress(consumed: position, state: .waitingForDefinition)
      }
    }
    return SessionProgress(consumed: position, state: phase == .finished ? .finished : .needsInput)
  }

  /// How large the incomplete frame at `position` is, as far as its length is there.
  private static func frameBytes(in input: UnsafeRawBufferPointer, at position: Int) -> Int? {
    guard let base = input.baseAddress else { return nil }
    var body = base + position
    guard let length = Varint.read(&body, base + input.count) else { return nil }
    return body - (base + position) + Int(length)
  }

  private mutating func handleFrame(
    in input: UnsafeRawBufferPointer, _ extent: FrameExtent
  ) -> FrameOutcome {
    let body = UnsafeRawBufferPointer(rebasing: input[extent.bodyStart..<extent.end])
    do {
      let envelope = try RequestEnvelope(opening: body)
      guard hasRoom(for: envelope.kind, frameBytes: extent.end - extent.start) else {
        return .needsOutputRoom
      }
      switch envelope.kind {
      case .info: try answerInfo()
      case .initialize: return try initialize(try envelope.decode())
      case .keepalive: try answerKeepalive(try envelope.decode())
      case .snapshot: try answerSnapshot()
      case .restore: try restore(try envelope.decode())
      case .begin: try beginBatch(try envelope.decode())
      case .end: try endBatch(try envelope.decode())
      case .point: try handlePointOfItsOwn(envelope)
      }
    } catch let failure as TaskFailure {
      finish(.taskFailed(failure.description))
    } catch let fault as SessionFault {
      finish(fault)
    } catch let fault as WireFault {
      finish(.protocolViolation(fault))
    } catch {
      finish(.taskFailed(OneLine.describing(error)))
    }
    return .done
  }

  /// Ends the session for a fault: one ErrorResponse, and nothing after it.
  mutating func finish(_ fault: SessionFault) {
    guard phase != .finished else { return }
    let text = OneLine.escaping(fault.description)
    phase = .finished
    self.fault = fault
    stateGeneration &+= 1
    sums.faults &+= 1
    log.error("the connection ends: \(text)")
    output.writeLast(ErrorResponse(error: text))
  }
}
