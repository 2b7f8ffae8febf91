import Daemon
import Glibc
import KapacitorPeer
import KapacitorUDF
import PlainText
import UDFWire

/// One frame that was set aside, read and taken apart as far as it goes.
struct QuarantineEntry {
  let path: String
  let name: String
  let timeNanoseconds: Int64?
  let bytes: Int
  let content: QuarantinedContent
  /// nil where it is not known, or damaged.
  let session: SessionState?
  let message: Result<Request, WireFault>

  init(_ file: QuarantinedFrame, path: String) throws {
    guard let content = try QuarantinedFrame.read(path) else {
      throw QuarantineError(description: "\(path): this is not a frame that udfd has set aside")
    }
    self.path = path
    name = file.name
    timeNanoseconds = file.timeNanoseconds
    bytes = content.frame.count
    self.content = content
    session = content.session.isEmpty ? nil : try? SessionState(decoding: content.session)
    message = Self.message(content.frame)
  }

  /// - Parameter name: as `list` shows it, or its beginning; a path, where there is a slash in it.
  init(named name: String, in directory: String) throws {
    if name.contains("/") {
      let last = String(name[name.index(after: name.lastIndex(of: "/") ?? name.startIndex)...])
      try self.init(QuarantinedFrame(name: last), path: name)
      return
    }
    let found = QuarantinedFrame.list(in: directory).filter { $0.name.hasPrefix(name) }
    switch found.count {
    case 1: try self.init(found[0], path: "\(directory)/\(found[0].name)")
    case 0:
      try QuarantineListing.checkReadable(directory)
      throw QuarantineError(
        description:
          "there is no frame \(OneLine.escaping(name)) in \(directory): `udfd quarantine list` names them"
      )
    default:
      throw QuarantineError(
        description: "\(found.count) frames begin with \(OneLine.escaping(name)): write more of it")
    }
  }

  private static func message(_ frame: [UInt8]) -> Result<Request, WireFault> {
    frame.withUnsafeBytes { bytes in
      Result { () throws(WireFault) in
        guard let extent = try Framing.next(in: bytes, at: 0, limit: .max),
          extent.end == bytes.count
        else { throw WireFault(.truncated, in: .frame) }
        return try Request(decoding: UnsafeRawBufferPointer(rebasing: bytes[extent.bodyStart...]))
      }
    }
  }

  var time: String { timeNanoseconds.map(RFC3339.format) ?? "-" }

  var kind: String {
    switch message {
    case .success(let request): "\(request.kind)"
    case .failure: "not a message"
    }
  }

  /// Why it is here.
  var reason: String {
    switch (content.deaths, content.faults) {
    case (0, _): "a process died on it"
    case (let deaths, 0): "killed on it \(deaths) times"
    case (let deaths, let faults) where faults == deaths:
      "died on it \(deaths) times, each by a fault of its own"
    case (let deaths, let faults): "died on it \(deaths) times, \(faults) by a fault of its own"
    }
  }

  var json: JSONValue {
    [
      "name": .string(name), "file": .string(path),
      "time": timeNanoseconds.map { .string(RFC3339.format($0)) } ?? .null,
      "udf": .string(content.udf), "task": .string(content.task), "node": .string(content.node),
      "deaths": .integer(Int64(content.deaths)), "faults": .integer(Int64(content.faults)),
      "bytes": .integer(Int64(bytes)),
      "state_bytes": .integer(Int64(content.handlerState.count)), "kind": .string(kind),
      "message": .list(FrameText(self).message.map { .string($0) }),
    ]
  }
}

/// What keeps a frame from being shown or tried, in one line.
struct QuarantineError: Error, CustomStringConvertible {
  let description: String
}
