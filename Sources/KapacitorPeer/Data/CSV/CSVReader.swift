import UDFWire

/// Reads a CSV file with a header as samples.
///
/// A file is read twice: once to tell the columns' types from all of its values, and once for the samples. A pipe, which
/// can be read only once, is judged by its first `lookAheadRecords` records, and a later value that does not fit is an
/// error which says how to name the type.
public final class CSVReader: SampleReader {
  static let lookAheadRecords = 10_000

  private let tokenizer: CSVTokenizer
  private let source: ByteSource
  private let format: CSVFormat
  private var schema: CSVSchema
  private var timeFormat: TimeFormat?
  private var generatedTimes: GeneratedTimes
  /// Samples of the look-ahead, latest first. Only a pipe has them.
  private var held: [Sample] = []

  /// - Parameter path: "-" is standard input.
  public convenience init(path: String, format: CSVFormat) throws(DataError) {
    let source = try ByteSource(path: path)
    guard source.size != nil else {
      try self.init(pipe: source, format: format)
      return
    }
    let surveyed = try Self.survey(try ByteSource(path: path), format: format)
    try self.init(source, format: format, surveyed: surveyed)
  }

  init(bytes: [UInt8], name: String = "memory", format: CSVFormat) throws(DataError) {
    let surveyed = try Self.survey(ByteSource(bytes, name: name), format: format)
    source = ByteSource(bytes, name: name)
    tokenizer = CSVTokenizer(source)
    _ = try tokenizer.advance()
    self.format = format
    schema = surveyed
    timeFormat = format.timeFormat
    generatedTimes = format.generatedTimes
  }

  private init(_ source: ByteSource, format: CSVFormat, surveyed: CSVSchema) throws(DataError) {
    self.source = source
    tokenizer = CSVTokenizer(source)
    _ = try tokenizer.advance()
    self.format = format
    schema = surveyed
    timeFormat = format.timeFormat
    generatedTimes = format.generatedTimes
  }

  private init(pipe source: ByteSource, format: CSVFormat) throws(DataError) {
    self.source = source
    tokenizer = CSVTokenizer(source)
    self.format = format
    timeFormat = format.timeFormat
    generatedTimes = format.generatedTimes
    schema = try Self.header(tokenizer, format)
    let lookAhead = try CSVLookAhead(tokenizer, limit: Self.lookAheadRecords)
    for column in schema.openColumns {
      schema.settle(column, as: lookAhead.type(of: column))
    }
    for row in lookAhead.rows { held.append(try sample(from: row)) }
    held.reverse()
  }

  public var progress: (bytesRead: Int, size: Int?) { (source.bytesRead, source.size) }

  public func next() throws(DataError) -> Sample? {
    if let sample = held.popLast() { return sample }
    guard try tokenizer.advance() else { return nil }
    return try sample(from: CSVRow(tokenizer))
  }

  private func sample(from row: CSVRow) throws(DataError) -> Sample {
    guard row.values.count == schema.names.count else {
      throw error(
        row, "\(row.values.count) values where the header names \(schema.names.count)",
        remedy: "commas separate values; quote those that hold one")
    }
    var sample = Sample(
      measurement: format.measurement, timeNanoseconds: 0, tags: [], fields: [])
    sample.fields.reserveCapacity(schema.names.count)
    var hasTime = false
    for (index, role) in schema.roles.enumerated() {
      guard let text = row.values[index] else { continue }
      let name = schema.names[index]
      switch role {
      case .ignored: break
      case .time:
        sample.timeNanoseconds = try time(text, row, name)
        hasTime = true
      case .tag: sample.tags.append(.init(name: name, value: text))
      case .field(let type):
        guard let value = (type ?? .string).value(text) else {
          throw error(
            row, "\"\(text)\" is not of type \(type ?? .string), as what came before it",
            column: name, remedy: "name the column's type: \(name)=float or \(name)=string")
        }
        sample.fields.append(.init(name: name, value: value))
      }
    }
    if !hasTime {
      guard schema.timeIndex == nil else {
        throw error(row, "no time", column: schema.names[schema.timeIndex!])
      }
      sample.timeNanoseconds = generatedTimes.next()
    }
    return sample
  }

  private func time(_ text: String, _ row: CSVRow, _ name: String) throws(DataError) -> Int64 {
    let format = timeFormat ?? TimeFormat.guess(Substring(text).utf8)
    timeFormat = format
    guard let time = format.parse(Substring(text)) else {
      throw error(
        row, "\"\(text)\" is not a time of the format \(format.rawValue)", column: name,
        remedy: "times are rfc3339, s, ms, us or ns; or pass the column over")
    }
    return time
  }

  private func error(
    _ row: CSVRow, _ cause: String, column: String? = nil, remedy: String? = nil
  ) -> DataError {
    DataError(
      source: source.name, line: row.line, column: column.map { "\"\($0)\"" }, cause: cause,
      remedy: remedy)
  }

  private static func header(
    _ tokenizer: CSVTokenizer, _ format: CSVFormat
  ) throws(DataError) -> CSVSchema {
    guard try tokenizer.advance() else {
      throw tokenizer.error("the file is empty", "its first line must name the columns")
    }
    return try CSVSchema(header: tokenizer, format: format)
  }

  /// Reads a whole file for the types of its columns.
  private static func survey(
    _ source: ByteSource, format: CSVFormat
  ) throws(DataError) -> CSVSchema {
    let tokenizer = CSVTokenizer(source)
    var schema = try header(tokenizer, format)
    let open = schema.openColumns
    guard !open.isEmpty else { return schema }
    var guesses = [ColumnTypeGuess](repeating: ColumnTypeGuess(), count: schema.names.count)
    while try tokenizer.advance() {
      for column in open where column < tokenizer.count && !tokenizer.isMissing(column) {
        guesses[column].see(tokenizer.bytes(column))
      }
    }
    for column in open { schema.settle(column, as: guesses[column].type ?? .string) }
    return schema
  }
}

/// One record's values, nil where nothing was written.
struct CSVRow {
  let line: Int
  let values: [String?]

  init(_ tokenizer: CSVTokenizer) throws(DataError) {
    line = tokenizer.recordLine
    var values: [String?] = []
    values.reserveCapacity(tokenizer.count)
    for index in 0..<tokenizer.count {
      values.append(tokenizer.isMissing(index) ? nil : try tokenizer.text(index))
    }
    self.values = values
  }
}

/// The first records of a pipe, held while the types of its columns are told from them.
struct CSVLookAhead {
  private(set) var rows: [CSVRow] = []

  init(_ tokenizer: CSVTokenizer, limit: Int) throws(DataError) {
    while rows.count < limit, try tokenizer.advance() { rows.append(try CSVRow(tokenizer)) }
  }

  func type(of column: Int) -> ColumnType {
    var guess = ColumnTypeGuess()
    for row in rows where column < row.values.count {
      if let text = row.values[column] { guess.see(Array(text.utf8)[...]) }
    }
    return guess.type ?? .string
  }
}
