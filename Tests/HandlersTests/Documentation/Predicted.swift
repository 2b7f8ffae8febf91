import KapacitorUDF

/// Writes what a model predicts from the fields that it names.
final class Predicted: UDFHandler {
  static let name = "predicted"
  static let info = UDFInfo(options: [.string("model", "a model of the configuration")])
  private let model: any HandlerModel
  private var readings: FieldReadings
  private let output: DoubleField

  init(options: Options, context: HandlerContext) throws {
    model = try context.models.model(named: try options.string("model"))
    readings = try Self.readings(model)
    output = try DoubleField("predicted")
  }

  private static func readings(_ model: any HandlerModel) throws -> FieldReadings {
    FieldReadings(try FieldTable(fields: model.inputNames.map { $0 ?? "" }))
  }

  func points(_ burst: PointBurst, _ output: inout HandlerOutput) throws {
    if model.refresh() { readings = try Self.readings(model) }
    let columns = readings.table.fieldCount
    var start = 0
    while start < burst.count {
      let part = burst[start..<min(start + model.maximumRows, burst.count)]
      for row in part.indices {
        try? readings.read(part[row])
        for column in 0..<columns {
          // NaN is what a model takes for a missing value.
          model.setInput(row: row, column: column, to: readings.double(column) ?? .nan)
        }
      }
      model.evaluate(count: part.count)
      for row in part.indices {
        let value = model.output(row: row, column: 0)
        if value.isFinite {
          output.pass(part[row], setting: self.output, to: value)
        } else {
          try output.fail(part[row], HandlerError("the model has no answer"))
        }
      }
      start += part.count
    }
  }

  func point(_ point: PointView, _ output: inout HandlerOutput) throws {}
}
