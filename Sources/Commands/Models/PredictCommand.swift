import KapacitorPeer
import ModelRuntime

/// `udfd predict`: a model's answers to the rows of a CSV file, to hold against its own library.
enum PredictCommand: Command {
  static let manual = CommandManual(
    name: "predict", summary: "evaluate a model for the rows of a CSV file",
    operands: "FILE", operandCount: 1...1,
    flags: [
      .option("input", short: "i", "ROWS.csv", "the rows; - is standard input"),
      .option("output", short: "o", "FILE", "where answers go (default: standard output)"),
      .option("columns", "A,B", "outputs to write (default: all)"),
      .option("inputs", "A,B", "columns of ROWS.csv to read, in the model's order"),
      EngineFlag.flag,
    ],
    notes: """
      Columns are found by name where the model has names, else by position.
      Empty cells and nan are missing values. Numbers are written as short as
      they can be without losing a bit; a row that the model's library would
      refuse is answered by nan.
      """,
    example: "udfd predict turbine.pkl --input rows.csv --columns prediction")

  static func run(_ arguments: Arguments, _ context: CommandContext) throws -> ExitStatus {
    guard let input = arguments.string("input") else {
      throw UsageError("--input is missing: --input ROWS.csv")
    }
    let model = try ModelLoader.load(
      path: arguments.operands[0], engine: EngineFlag.engine(arguments))
    let records = try CSVRecords(path: input)
    let columns = try InputColumns(
      of: model, in: records, chosen: arguments.string("inputs").map(NameList.split))
    let outputs = try OutputColumns(
      of: model, chosen: arguments.string("columns").map(NameList.split))
    let answers = try AnswerFile(path: arguments.string("output"), context)
    let progress = RowProgress(context, sharesTerminal: answers.isTerminal)
    defer { progress.clear() }

    answers.write(outputs.header)
    var scratch = ModelScratch(for: model)
    var rows = 0
    var isAtEnd = false
    while !isAtEnd {
      var count = 0
      while count < Model.maximumBurstRows {
        guard let record = try records.next() else {
          isAtEnd = true
          break
        }
        for column in 0..<model.inputs.count {
          scratch.setInput(
            row: count, column: column, to: try columns.value(column, of: record, in: records))
        }
        count += 1
      }
      scratch.evaluate(model, count: count)
      for row in 0..<count { answers.write(outputs.line(row, scratch)) }
      rows += count
      progress.show(rows: rows, records.progress)
    }
    answers.close()
    return .success
  }
}
