import UDFWire

/// One encoded message and what Google's protobuf reads in it (scripts/conformance/generate.py).
struct ConformanceCase {
  /// "request" or "response".
  let kind: String
  let bytes: [UInt8]
  /// The facts, "refused: why", or "any" where only a crash would be wrong.
  let facts: String
  /// What to change when it is a point.
  let edits: [String]
  /// The point's facts after that.
  let editedFacts: String

  var isRefused: Bool { facts.hasPrefix("refused") }
  var isAny: Bool { facts == "any" }
  var isPoint: Bool { facts.hasPrefix("point\n") }

  static func read(_ data: [UInt8]) -> [ConformanceCase] {
    var parts: [ArraySlice<UInt8>] = []
    var position = 0
    while position + 4 <= data.count {
      let length = (0..<4).reduce(0) { $0 | Int(data[position + $1]) << (8 * $1) }
      parts.append(data[(position + 4)..<(position + 4 + length)])
      position += 4 + length
    }
    return stride(from: 0, to: parts.count, by: 5).map { index in
      let texts = parts[index..<(index + 5)].map { String(decoding: $0, as: UTF8.self) }
      return ConformanceCase(
        kind: texts[0], bytes: Array(parts[index + 1]), facts: texts[2],
        edits: texts[3].split(separator: "\n").map { String($0) }, editedFacts: texts[4])
    }
  }
}

/// A message that Swift encoded, for Google's protobuf to read (scripts/conformance/verify.py).
struct ConformanceAnswer {
  let about: String
  let kind: String
  let bytes: [UInt8]
  let facts: String

  func append(to data: inout [UInt8]) {
    for part in [Array(about.utf8), Array(kind.utf8), bytes, Array(facts.utf8)] {
      data += (0..<4).map { UInt8(truncatingIfNeeded: part.count >> (8 * $0)) }
      data += part
    }
  }
}
