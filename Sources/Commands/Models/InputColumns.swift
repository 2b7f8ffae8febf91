import KapacitorPeer
import ModelRuntime
import PlainText
import Settings

/// Which column of a CSV file each input of a model is read from.
struct InputColumns {
  /// One for each input.
  private let columns: [Int]
  private let header: [String]
  private let kinds: [ModelInput.Kind]

  init(of model: Model, in records: CSVRecords, chosen: [String]?) throws(UsageError) {
    header = records.header
    kinds = model.inputs.map(\.kind)
    let count = model.inputs.count
    if let chosen, chosen.count != count {
      throw UsageError("--inputs names \(chosen.count) columns, the model reads \(count)")
    }
    let names = chosen ?? (model.namesItsInputs ? model.inputs.compactMap(\.name) : nil)
    guard let names else {
      guard header.count == count else {
        throw UsageError(
          "\(records.name) has \(header.count) columns, the model reads \(count) and names none; "
            + "choose them with --inputs")
      }
      columns = Array(0..<count)
      return
    }
    var columns: [Int] = []
    for name in names {
      guard let column = records.header.firstIndex(of: name) else {
        throw UsageError(
          "\(records.name) has no column \(QuotedText.of(name)); "
            + NearestName.suggestion(for: name, among: records.header))
      }
      guard records.header.lastIndex(of: name) == column else {
        throw UsageError("\(records.name) has the column \(QuotedText.of(name)) twice")
      }
      columns.append(column)
    }
    self.columns = columns
  }

  /// The number for `input`; NaN where the cell is empty.
  func value(
    _ input: Int, of record: [String], in records: CSVRecords
  ) throws(DataError) -> Double {
    let text = record[columns[input]]
    if text.isEmpty { return .nan }
    if kinds[input] == .category { return CategoryCode.number(for: text) }
    guard let value = Double(text) else {
      throw records.error(
        "\(QuotedText.of(text)) is no number", column: header[columns[input]],
        remedy: "leave a missing value empty or write nan")
    }
    return value
  }
}
