import Daemon
import KapacitorPeer
import KapacitorUDF
import PlainText
import UDFWire

/// A frame that was set aside, for a person to read. Everything in it comes from outside and is escaped.
struct FrameText {
  private let entry: QuarantineEntry

  init(_ entry: QuarantineEntry) { self.entry = entry }

  var lines: [String] {
    let content = entry.content
    var rows = [
      ("file", entry.path), ("set aside", entry.time), ("udf", content.udf), ("task", content.task),
      ("node", content.node), ("why", entry.reason),
    ]
    if let request = entry.session?.initialization {
      for option in request.options {
        rows.append(
          ("option", ".\(option.name)(\(option.values.map(\.text).joined(separator: ", ")))"))
      }
    } else {
      rows.append(("options", "not known"))
    }
    if let batch = entry.session?.inputBatch {
      rows.append(("batch", "\(batch.name) \(batch.group)"))
    }
    if !content.handlerState.isEmpty {
      rows.append(("state", "\(content.handlerState.count) bytes"))
    }
    rows.append(("frame", "\(entry.bytes) bytes, \(entry.kind)"))
    return rows.map { name, value in
      Self.line(name + String(repeating: " ", count: 11 - name.count) + value)
    } + message.map { "  " + $0 }
  }

  /// The message itself, one line for each part of it.
  var message: [String] {
    switch entry.message {
    case .failure(let fault): return [Self.line("\(fault)"), hexadecimal]
    case .success(let request): return Self.parts(of: request).map(Self.line)
    }
  }

  private static let shownBytes = 64

  private var hexadecimal: String {
    let shown = entry.content.frame.prefix(Self.shownBytes).map { byte in
      (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
    return shown.joined(separator: " ") + (entry.bytes > Self.shownBytes ? " ..." : "")
  }

  private static func parts(of request: Request) -> [String] {
    switch request {
    case .info, .snapshot: []
    case .keepalive(let message): ["time \(RFC3339.format(message.timeNanoseconds))"]
    case .restore(let message): ["snapshot of \(message.snapshot.count) bytes"]
    case .initialize(let message):
      ["task \(message.taskID)", "node \(message.nodeID)"]
        + message.options.map {
          "option .\($0.name)(\($0.values.map(\.text).joined(separator: ", ")))"
        }
    case .begin(let message):
      ["name \(message.name)", "group \(message.group)", "size \(message.size)"]
        + message.tags.map { "tag \($0.name) = \($0.value)" }
    case .end(let message):
      [
        "name \(message.name)", "group \(message.group)",
        "time \(RFC3339.format(message.maximumTimeNanoseconds))",
      ] + message.tags.map { "tag \($0.name) = \($0.value)" }
    case .point(let point): parts(of: point)
    }
  }

  private static func parts(of point: Point) -> [String] {
    [
      "time \(RFC3339.format(point.timeNanoseconds)) (\(point.timeNanoseconds))",
      "name \(point.name)", "database \(point.database)",
      "retention policy \(point.retentionPolicy)", "group \(point.group)",
    ] + point.tags.map { "tag \($0.name) = \($0.value)" }
      + point.fields.map { "field \($0.name) = \(text($0.value))" }
  }

  static func text(_ value: FieldValue) -> String {
    switch value {
    case .double(let value): "\(value)"
    case .int(let value): "\(value)i"
    case .bool(let value): value ? "true" : "false"
    case .string(let value): "\"\(value)\""
    }
  }

  private static func line(_ text: String) -> String {
    OneLine.escaping(text, maximumCharacters: 2_000)
  }
}
