import KapacitorUDF
import Lambda
import PlainText

/// Evaluates one expression, or the expressions of a conformance file.
enum EvalCommand: Command {
  static let manual = CommandManual(
    name: "eval", summary: "evaluate an expression for a point",
    flags: [
      .option("expr", short: "e", "EXPRESSION", "the expression, in TICKscript's lambda language"),
      .option(
        "field", short: "f", "NAME=VALUE", repeats: true,
        "a field of the point: 1.5 is a float, 5i an int, \"text\" a string, true a boolean"),
      .option("tag", short: "t", "NAME=VALUE", repeats: true, "a tag of the point"),
      .option(
        "option", short: "o", "NAME=VALUE", repeats: true,
        "what a bare name stands for, written as a field's value is"),
      .option("time", "NANOSECONDS", "the point's time since 1970 (default: 0)"),
      .option("timezone", "ZONE", "of hour(), day() ... (default: the local one)"),
      .flag("type", "print the type in front of the value, as is done anyway"),
      .flag("no-type", "print the value alone"),
      .option(
        "vectors", "FILE", "evaluate the lines of a conformance file and list the differences"),
      .flag("extensions", "with --vectors: also list values where Kapacitor has none"),
    ],
    notes: """
      Prints TYPE VALUE on one line. Durations are printed in nanoseconds.
      Without a value: one line that says why, and exit status 1.
      """,
    example: """
      udfd eval --expr '"power" / 2.0 > limit' --field power=9.5 --option limit=4
      """)

  static func run(_ arguments: Arguments, _ context: CommandContext) throws -> ExitStatus {
    if let path = arguments.string("vectors") {
      return try ConformanceReport(path: path, listsExtensions: arguments.isSet("extensions"))
        .run(context)
    }
    guard let text = arguments.string("expr") else {
      throw UsageError("an expression is missing: --expr EXPRESSION, or --vectors FILE")
    }
    let value = try evaluate(text, arguments)
    let printed = OneLine.escaping(value.description, maximumCharacters: .max)
    context.output.print(
      arguments.isSet("no-type") ? printed : "\(value.kind.name) \(printed)")
    return .success
  }

  private static func evaluate(_ text: String, _ arguments: Arguments) throws -> LambdaValue {
    var names: LambdaNames = [:]
    for option in arguments.strings("option") {
      let (name, value) = try PointArgument.field(option, flag: "option")
      names[name] = .constant(value)
    }
    var layout = LambdaLayout()
    let expression = try layout.bind(LambdaProgram(parsing: text), names: names)
    let zone = try arguments.string("timezone").map(LambdaTimeZone.init(named:)) ?? .local()
    let machine = LambdaMachine(layout: layout, timeZone: zone)
    let point = try PointArgument(arguments)
    machine.setTime(nanoseconds: point.timeNanoseconds)
    for (name, slot) in layout.references {
      machine.set(slot, point.fields[name] ?? point.tags[name].map(LambdaValue.string) ?? .missing)
    }
    guard machine.evaluate(expression, LambdaState(for: layout)) else {
      throw EvaluationFailed(description: machine.failure?.description ?? "there is no value")
    }
    return machine.result
  }
}

/// An expression without a value.
struct EvaluationFailed: Error, CustomStringConvertible {
  let description: String
}
