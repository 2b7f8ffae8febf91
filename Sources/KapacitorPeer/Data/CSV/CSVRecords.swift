/// Reads a CSV file with a header as rows of text, for tables that are no points.
public final class CSVRecords {
  private let source: ByteSource
  private let tokenizer: CSVTokenizer
  /// The columns' names.
  public let header: [String]
  /// The line that the latest record began on, from 1.
  public var line: Int { tokenizer.recordLine }
  /// What errors name.
  public var name: String { source.name }
  public var progress: (bytesRead: Int, size: Int?) { (source.bytesRead, source.size) }

  /// - Parameter path: "-" is standard input.
  public init(path: String) throws(DataError) {
    source = try ByteSource(path: path)
    tokenizer = CSVTokenizer(source)
    guard try tokenizer.advance() else {
      throw DataError(
        source: source.name, cause: "the file is empty", remedy: "its first line names the columns")
    }
    header = try CSVRecords.texts(tokenizer)
  }

  /// The next record, as many values as the header has names; nil at the end.
  public func next() throws(DataError) -> [String]? {
    guard try tokenizer.advance() else { return nil }
    guard tokenizer.count == header.count else {
      throw tokenizer.error(
        "\(tokenizer.count) values where the header names \(header.count)",
        "commas separate values; quote those that hold one")
    }
    return try CSVRecords.texts(tokenizer)
  }

  /// An error at the latest record.
  public func error(_ cause: String, column: String, remedy: String?) -> DataError {
    tokenizer.error(cause, column: "\"\(column)\"", remedy)
  }

  private static func texts(_ tokenizer: CSVTokenizer) throws(DataError) -> [String] {
    var texts: [String] = []
    for index in 0..<tokenizer.count { texts.append(try tokenizer.text(index)) }
    return texts
  }
}
