import Glibc

/// Writes samples as CSV: time, tags, then fields.
///
/// Points need not have the same fields, and a header must be complete. The first `lookAhead` samples are held back to
/// tell the columns from; when one turns up later, a file is written anew with it, and a pipe is an error that says so.
public final class CSVWriter: SampleWriter {
  static let lookAhead = 1_000

  private let path: String
  private var sink: ByteSink
  private let timeFormat: TimeFormat
  private let lookAhead: Int
  private var columns = CSVColumns()
  private var measurement: String?
  /// Samples that wait for the header. Empty once it is written.
  private var held: [Sample] = []
  private var hasHeader = false

  /// - Parameter path: "-" is standard output.
  public convenience init(path: String, timeFormat: TimeFormat = .rfc3339) throws(DataError) {
    try self.init(path: path, timeFormat: timeFormat, lookAhead: Self.lookAhead)
  }

  init(path: String, timeFormat: TimeFormat, lookAhead: Int) throws(DataError) {
    self.path = path
    self.timeFormat = timeFormat
    self.lookAhead = lookAhead
    sink = try ByteSink(path: path)
  }

  public func write(_ sample: Sample) throws(DataError) {
    try check(sample)
    let earlier = columns
    let grew = columns.take(sample)
    guard hasHeader else {
      held.append(sample)
      if held.count == lookAhead { try release() }
      return
    }
    if grew { try rewrite(from: earlier) }
    try record(columns.row(sample, timeFormat: timeFormat))
  }

  public func finish() throws(DataError) {
    if !hasHeader { try release() }
    try sink.flush()
  }

  /// CSV has no place for a measurement, so that two of them would become one in silence.
  private func check(_ sample: Sample) throws(DataError) {
    if let measurement, measurement != sample.measurement {
      throw DataError(
        source: sink.name,
        cause: "answers of two measurements, \"\(measurement)\" and \"\(sample.measurement)\"",
        remedy: "CSV cannot tell them apart: write line protocol")
    }
    measurement = sample.measurement
  }

  private func release() throws(DataError) {
    hasHeader = true
    try record(columns.header)
    for sample in held { try record(columns.row(sample, timeFormat: timeFormat)) }
    held = []
  }

  private func record(_ values: [String?]) throws(DataError) {
    for (index, value) in values.enumerated() {
      if index > 0 { try sink.write(UInt8(ascii: ",")) }
      if let value { try sink.write(Self.quotedIfNeeded(value)) }
    }
    try sink.write(UInt8(ascii: "\n"))
  }

  /// Writes what is there again beside it, with room for the new columns, and puts it in its place.
  private func rewrite(from earlier: CSVColumns) throws(DataError) {
    try sink.flush()
    guard sink.isRegularFile else {
      let new = columns.header.filter { !earlier.header.contains($0) }
      throw DataError(
        source: sink.name,
        cause: "\(new.joined(separator: ", ")) turned up after the header was written",
        remedy: "write to a file, which can be changed, or write line protocol")
    }
    let places = columns.places(of: earlier)
    let temporary = path + ".rewritten"
    let tokenizer = CSVTokenizer(try ByteSource(path: path))
    sink = try ByteSink(path: temporary)
    _ = try tokenizer.advance()
    try record(columns.header)
    while try tokenizer.advance() {
      var row = [String?](repeating: nil, count: columns.header.count)
      for (index, place) in places.enumerated() where !tokenizer.isMissing(index) {
        row[place] = try tokenizer.text(index)
      }
      try record(row)
    }
    try sink.flush()
    guard rename(temporary, path) == 0 else {
      throw DataError(source: path, cause: "cannot replace: \(String(cString: strerror(errno)))")
    }
  }

  /// An empty text is quoted too, so that it can be told from a missing one.
  static func quotedIfNeeded(_ text: String) -> String {
    let needsQuotes = text.utf8.contains {
      $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\n")
        || $0 == UInt8(ascii: "\r")
    }
    guard needsQuotes || text.isEmpty else { return text }
    let doubled = text.split(separator: "\"", omittingEmptySubsequences: false)
    return "\"" + doubled.joined(separator: "\"\"") + "\""
  }
}
