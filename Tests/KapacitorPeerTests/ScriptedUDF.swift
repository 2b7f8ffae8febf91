import Locks
import UDFWire

@testable import KapacitorPeer

/// A UDF on the other end of a socket pair that does what a test tells it, right or wrong.
final class ScriptedUDF: Sendable {
  enum Step {
    case answer([Response])
    case raw([UInt8])
    case close
  }

  /// The task's end of the pair.
  let taskSide: UnixSocket
  private let hasEnded = Monitor(false)

  /// - Parameters:
  ///   - atEnd: what to send when the task half-closes, before closing too.
  ///   - script: what to do for each request.
  init(
    atEnd: [Step] = [], _ script: @escaping @Sendable (Request) -> [Step]
  ) throws {
    let (udfSide, taskSide) = try UnixSocket.pair()
    self.taskSide = taskSide
    let box = SeenRequests()
    requests = box
    let thread = try WorkerThread("scripted-udf") { [hasEnded] in
      let player = ScriptPlayer(socket: udfSide, seen: box)
      player.run(script, atEnd)
      hasEnded.withLock { $0 = true }
    }
    thread.detach()
  }

  private let requests: SeenRequests

  /// Every request so far.
  var seenRequests: [Request] { requests.list.withLock { $0 } }

  func join() {
    _ = hasEnded.wait(until: .max) { $0 ? true : nil }
  }
}

final class SeenRequests: Sendable {
  let list = Monitor([Request]())
}

/// A UDF that answers everything as it should and hands points and batches back.
@Sendable func wellBehaved(_ request: Request) -> [ScriptedUDF.Step] {
  switch request {
  case .info: [.answer([.info(InfoResponse())])]
  case .initialize: [.answer([.initialize(InitResponse(success: true))])]
  case .keepalive(let request):
    [.answer([.keepalive(KeepaliveResponse(timeNanoseconds: request.timeNanoseconds))])]
  case .snapshot: [.answer([.snapshot(SnapshotResponse(snapshot: [1, 2, 3]))])]
  case .restore: [.answer([.restore(RestoreResponse(success: true))])]
  case .begin(let begin): [.answer([.begin(begin)])]
  case .point(let point): [.answer([.point(point)])]
  case .end(let end): [.answer([.end(end)])]
  }
}

private struct ScriptPlayer {
  let socket: UnixSocket
  let seen: SeenRequests

  func run(
    _ script: @Sendable (Request) -> [ScriptedUDF.Step], _ atEnd: [ScriptedUDF.Step]
  ) {
    var buffered: [UInt8] = []
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 4096, alignment: 1)
    defer {
      piece.deallocate()
      socket.shutdownBoth()
    }
    while let count = try? socket.receive(into: piece), count > 0 {
      buffered += piece[..<count]
      while let request = takeRequest(from: &buffered) {
        seen.list.withLock { $0.append(request) }
        guard play(script(request)) else { return }
      }
    }
    _ = play(atEnd)
  }

  private func takeRequest(from buffered: inout [UInt8]) -> Request? {
    buffered.withUnsafeBytes { bytes -> (Request, Int)? in
      guard let extent = try? Framing.next(in: bytes, at: 0) else { return nil }
      let body = UnsafeRawBufferPointer(rebasing: bytes[extent.bodyStart..<extent.end])
      return (try! Request(decoding: body), extent.end)
    }.map { request, end in
      buffered.removeFirst(end)
      return request
    }
  }

  /// False when the script wants the connection closed.
  private func play(_ steps: [ScriptedUDF.Step]) -> Bool {
    for step in steps {
      switch step {
      case .answer(let responses): for response in responses { try? socket.send(response.frame()) }
      case .raw(let bytes): try? socket.send(bytes)
      case .close: return false
      }
    }
    return true
  }
}

extension Point {
  static func sample(_ index: Int) -> Point {
    Point(
      timeNanoseconds: 1_700_000_000_000_000_000 + Int64(index), name: "turbine", database: "db",
      retentionPolicy: "autogen", group: "source=T1", dimensions: ["source"],
      tags: ["source": "T1"], fields: ["wind_speed": .double(7.5), "seq": .int(Int64(index))])
  }
}
