/// Reads RFC 4180 records: commas, quoted fields with doubled quotes and line breaks inside, LF or CRLF. A byte order
/// mark and blank lines are passed over.
final class CSVTokenizer {
  /// A record larger than this is a broken file (an unclosed quote swallows all that follows).
  static let maximumRecordBytes = 1 << 20

  private let source: ByteSource
  /// The line that the next byte is on, from 1.
  private var line = 1
  private var isFirstByte = true
  /// The line that the latest record began on.
  private(set) var recordLine = 1
  /// The latest record: the bytes of its fields, one after another.
  private var bytes: [UInt8] = []
  /// Where each field ends in `bytes`. Invariant: ascending, the last one is `bytes.count`.
  private var ends: [Int] = []
  /// Whether each field was quoted.
  private var quoted: [Bool] = []

  init(_ source: ByteSource) { self.source = source }

  /// How many fields the latest record has.
  var count: Int { ends.count }

  func isQuoted(_ index: Int) -> Bool { quoted[index] }
  /// A field of the latest record as it stands, valid until the next `advance`.
  func bytes(_ index: Int) -> ArraySlice<UInt8> { bytes[range(index)] }
  /// An unquoted empty field: nothing was written, so there is no value.
  func isMissing(_ index: Int) -> Bool { range(index).isEmpty && !quoted[index] }

  /// A field of the latest record, valid UTF-8 or an error that names its place.
  func text(_ index: Int, column: String? = nil) throws(DataError) -> String {
    guard let text = String(validating: bytes[range(index)], as: UTF8.self) else {
      throw error("not valid UTF-8", column: column ?? String(index + 1), "save the file as UTF-8")
    }
    return text
  }

  /// An error at the latest record.
  func error(_ cause: String, column: String? = nil, _ remedy: String? = nil) -> DataError {
    DataError(
      source: source.name, line: recordLine, column: column, cause: cause, remedy: remedy)
  }

  /// Moves on to the next record; false at the end.
  func advance() throws(DataError) -> Bool {
    bytes.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    quoted.removeAll(keepingCapacity: true)
    if isFirstByte { try skipByteOrderMark() }
    try skipBlankLines()
    recordLine = line
    guard try source.peek() != nil else { return false }
    while try field() {}
    return true
  }

  private func range(_ index: Int) -> Range<Int> {
    (index == 0 ? 0 : ends[index - 1])..<ends[index]
  }

  private func skipByteOrderMark() throws(DataError) {
    isFirstByte = false
    guard try source.peek() == 0xef else { return }
    for expected: UInt8 in [0xef, 0xbb, 0xbf] {
      guard try source.next() == expected else {
        throw error("not valid UTF-8", column: "1", "save the file as UTF-8")
      }
    }
  }

  private func skipBlankLines() throws(DataError) {
    while let byte = try source.peek(), byte == newline || byte == carriageReturn {
      _ = try source.next()
      if byte == newline { line += 1 }
    }
  }

  /// Reads one field; true when another follows in the same record.
  private func field() throws(DataError) -> Bool {
    guard try source.peek() == quote else { return try plainField() }
    _ = try source.next()
    try quotedContent()
    finishField(quoted: true)
    switch try source.next() {
    case comma: return true
    case newline:
      line += 1
      return false
    case carriageReturn:
      if try source.peek() == newline { _ = try source.next() }
      line += 1
      return false
    case nil: return false
    case .some:
      throw error(
        "text after a closing quote", column: String(ends.count),
        "a quote inside a quoted field is written twice")
    }
  }

  private func plainField() throws(DataError) -> Bool {
    while true {
      try source.takeRun(into: &bytes, before: comma, or: newline)
      try checkSize()
      switch try source.peek() {
      case comma:
        _ = try source.next()
        finishField(quoted: false)
        return true
      case newline:
        _ = try source.next()
        line += 1
        if bytes.last == carriageReturn, bytes.count > (ends.last ?? 0) { bytes.removeLast() }
        finishField(quoted: false)
        return false
      case nil:
        finishField(quoted: false)
        return false
      case .some: continue
      }
    }
  }

  private func quotedContent() throws(DataError) {
    while true {
      try source.takeRun(into: &bytes, before: quote, or: newline)
      try checkSize()
      switch try source.peek() {
      case quote:
        _ = try source.next()
        guard try source.peek() == quote else { return }
        _ = try source.next()
        bytes.append(quote)
      case newline:
        _ = try source.next()
        line += 1
        bytes.append(newline)
      case nil:
        throw error(
          "a quoted field is never closed", column: String(ends.count + 1), "close it with a quote")
      case .some: continue
      }
    }
  }

  private func checkSize() throws(DataError) {
    guard bytes.count <= Self.maximumRecordBytes else {
      throw error(
        "a record of more than \(Self.maximumRecordBytes) bytes", column: String(ends.count + 1),
        "is a quote missing?")
    }
  }

  private func finishField(quoted isQuoted: Bool) {
    ends.append(bytes.count)
    quoted.append(isQuoted)
  }
}

private let quote = UInt8(ascii: "\"")
private let comma = UInt8(ascii: ",")
private let newline = UInt8(ascii: "\n")
private let carriageReturn = UInt8(ascii: "\r")
