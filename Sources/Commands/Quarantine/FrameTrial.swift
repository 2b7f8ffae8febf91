import KapacitorUDF
import UDFWire

/// A session as the task had it, and one frame for it.
struct FrameTrial: ~Copyable {
  private var session: UDFSession
  private let frame: [UInt8]

  /// What ended the session, if something did.
  var fault: SessionFault? { session.fault }

  init(
    _ entry: QuarantineEntry, _ definition: any UDFDefinition, _ services: HandlerServices
  ) throws {
    frame = entry.content.frame
    session = try Self.session(entry, definition, services)
  }

  private static func session(
    _ entry: QuarantineEntry, _ definition: any UDFDefinition, _ services: HandlerServices
  ) throws -> UDFSession {
    let configuration = SessionConfiguration(
      maximumFrameBytes: max(64 << 20, entry.content.frame.count))
    if let state = entry.session {
      return try UDFSession(
        resuming: state, checkpoint: entry.content.handlerState, definition: definition,
        configuration: configuration, services: services)
    }
    var session = UDFSession(
      definition: definition, configuration: configuration, services: services)
    let request = InitRequest(taskID: entry.content.task, nodeID: entry.content.node)
    for case .initialize(let answer) in try give(Request.initialize(request).frame(), to: &session)
    where !answer.success {
      throw QuarantineError(
        description: "the options of the task are not known, and without them: \(answer.error)")
    }
    return session
  }

  /// What the session answers to the frame.
  mutating func run() throws -> [Response] { try Self.give(frame, to: &session) }

  private static func give(
    _ frame: [UInt8], to session: inout UDFSession
  ) throws -> [Response] {
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
    defer { room.deallocate() }
    let spill = HeapSpill()
    guard let base = room.baseAddress else { return [] }
    var answers: [UInt8] = []
    var position = 0
    frame.withUnsafeBytes { input in
      while position < input.count {
        var writer = ResponseWriter(base: base, capacity: room.count, spill: spill)
        let rest = UnsafeRawBufferPointer(rebasing: input[position...])
        let progress = session.process(rest, &writer)
        writer.flush()
        answers += room[..<writer.count]
        answers += spill.bytes(writer.spilledCount)
        position += progress.consumed
        if progress.consumed == 0 { break }
      }
    }
    return try responses(answers)
  }

  private static func responses(_ bytes: [UInt8]) throws -> [Response] {
    try bytes.withUnsafeBytes { bytes in
      var responses: [Response] = []
      var position = 0
      while position < bytes.count, let extent = try Framing.next(in: bytes, at: position) {
        responses.append(
          try Response(
            decoding: UnsafeRawBufferPointer(rebasing: bytes[extent.bodyStart..<extent.end])))
        position = extent.end
      }
      return responses
    }
  }
}
