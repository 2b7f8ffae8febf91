import UDFWire

/// The edits of a `ConformanceCase`, each a line like "set NAME int -5", "remove NAME", "setTag
/// NAME TEXT", "time 5".
struct ConformanceEdits {
  private let lines: [[String]]
  let fields: [String]
  let tags: [String]

  init(_ lines: [String]) {
    self.lines = lines.map { $0.split(separator: " ").map { String($0) } }
    fields = self.lines.filter { ["set", "remove"].contains($0[0]) }.map { Self.text($0[1]) }
    tags = self.lines.filter { ["setTag", "removeTag"].contains($0[0]) }.map { Self.text($0[1]) }
  }

  /// Stages them all.
  func stage(in edits: inout PointEdits) {
    var field = 0
    var tag = 0
    for line in lines {
      switch line[0] {
      case "set":
        Self.set(field, line[2], line[3], in: &edits)
        field += 1
      case "remove":
        edits.remove(field)
        field += 1
      case "setTag":
        edits.setTag(tag, Self.text(line[2]))
        tag += 1
      case "removeTag":
        edits.removeTag(tag)
        tag += 1
      case "time": edits.setTime(Int64(line[1])!)
      case "name": edits.setName(Self.text(line[1]))
      default: preconditionFailure(line[0])
      }
    }
  }

  private static func set(_ field: Int, _ kind: String, _ value: String, in edits: inout PointEdits)
  {
    switch kind {
    case "double":
      edits.set(
        field, value == "nan" ? Double.nan : Double(bitPattern: UInt64(value, radix: 16)!))
    case "int": edits.set(field, Int64(value)!)
    case "bool": edits.set(field, value == "1")
    case "string":
      // Borrowed, as a handler would that copies one field to another.
      Array(text(value).utf8).withUnsafeBytes { bytes in
        guard let start = bytes.baseAddress else { return edits.set(field, "") }
        edits.set(field, BorrowedString(start: start, count: bytes.count))
      }
    default: preconditionFailure(kind)
    }
  }

  static func text(_ hex: String) -> String {
    if hex == "-" { return "" }
    let digits = Array(hex.utf8).map { $0 < 0x3a ? $0 - 0x30 : $0 - 0x61 + 10 }
    return String(
      decoding: stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] },
      as: UTF8.self)
  }
}
