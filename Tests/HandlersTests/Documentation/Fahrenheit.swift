import KapacitorUDF

/// Writes `fahrenheit` beside a field in degrees Celsius.
struct Fahrenheit: UDFHandler {
  static let name = "fahrenheit"
  static let info = UDFInfo(options: [
    .string("field", default: "celsius", "the field that is converted")
  ])
  private let field: String
  private var readings: FieldReadings
  private let output: DoubleField

  init(options: Options, context: HandlerContext) throws {
    field = try options.string("field")
    readings = FieldReadings(try FieldTable(fields: [field]))
    output = try DoubleField("fahrenheit")
  }

  mutating func point(_ point: PointView, _ output: inout HandlerOutput) throws {
    try readings.read(point)
    guard let celsius = readings.double(0) else {
      return try output.missing("number in field \(field)", in: point)
    }
    output.pass(point, setting: self.output, to: celsius * 1.8 + 32)
  }
}
