/// TICKscript's `var NAME = VALUE` lines, as far as their values can appear in an expression.
enum TickVariables {
  /// A variable that cannot appear in one (a list, a star) is left out: using it is an error.
  static func names(_ script: String) throws(LambdaError) -> LambdaNames {
    var names: LambdaNames = [:]
    for line in script.split(separator: "\n") {
      guard let equals = line.firstIndex(of: "="), line.hasPrefix("var ") else { continue }
      let name = line[line.index(line.startIndex, offsetBy: 4)..<equals]
        .filter { $0 != " " }
      var value = line[line.index(after: equals)...].drop { $0 == " " }
      guard let first = value.first, first != "[", first != "*" else { continue }
      let isLambda = value.hasPrefix("lambda:")
      if isLambda { value = value.dropFirst(7) }
      let program = try LambdaProgram(parsing: String(value))
      names[String(name)] =
        isLambda ? .expression(program) : try meaning(of: program, names)
    }
    return names
  }

  private static func meaning(
    of program: LambdaProgram, _ names: LambdaNames
  ) throws(LambdaError) -> LambdaMeaning {
    if case .regex(let pattern) = program.nodes[program.root].kind { return .pattern(pattern) }
    var layout = LambdaLayout()
    let expression = try layout.bind(program, names: names)
    let machine = LambdaMachine(layout: layout)
    guard machine.evaluate(expression) else { return .expression(program) }
    return .constant(machine.result)
  }
}
