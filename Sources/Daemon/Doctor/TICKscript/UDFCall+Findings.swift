import KapacitorUDF
import PlainText
import Settings
import UDFWire

extension UDFCall {
  /// What every node of Kapacitor takes, UDFs too.
  private static let propertiesOfAnyNode = ["quiet"]

  /// What does not fit the UDF's signature.
  ///
  /// - Parameter task: what the script belongs to.
  func findings(_ info: UDFInfo, task: String) -> [Finding] {
    func found(_ line: Int, _ text: String, _ remedy: String) -> Finding {
      .bad("task \(OneLine.escaping(task)), line \(line): @\(udf)() \(text)", remedy)
    }
    var findings = mentions.compactMap { mention -> Finding? in
      guard let option = info.option(named: mention.option) else {
        guard !Self.propertiesOfAnyNode.contains(mention.option) else { return nil }
        let names = info.options.map(\.name)
        return found(
          mention.line, "has no option .\(mention.option)()",
          NearestName.of(mention.option, among: names).map { "did you mean .\($0)()?" }
            ?? (names.isEmpty
              ? "it takes none: take the line out"
              : "it takes " + names.map { ".\($0)()" }.joined(separator: ", ")))
      }
      return fault(of: mention, option).map { found(mention.line, $0.text, $0.remedy) }
    }
    for option in info.options
    where option.isRequired && !mentions.contains(where: { $0.option == option.name }) {
      findings.append(
        found(
          line, "needs .\(option.name)(\(Self.examples(option)))",
          option.summary.isEmpty ? "add it" : "add it: \(option.summary)"))
    }
    return findings
  }

  private func fault(
    of mention: Mention, _ option: OptionDeclaration
  ) -> (text: String, remedy: String)? {
    let expected = option.isList ? mention.types.map { _ in option.types[0] } : option.types
    let remedy = "write .\(option.name)(\(Self.examples(option)))"
    guard mention.types.count == expected.count, !mention.types.isEmpty else {
      return (
        ".\(option.name)() takes \(option.isList ? "one value or more" : Self.count(expected.count)), not "
          + "\(mention.types.count)", remedy
      )
    }
    for (given, wanted) in zip(mention.types, expected) {
      if let given, given != wanted {
        return (
          ".\(option.name)() takes \(wanted.text), not \(given.text)",
          given == .int && wanted == .double
            ? "write the number with a decimal point, as in .\(option.name)(\(Self.examples(option)))"
            : remedy
        )
      }
    }
    return nil
  }

  private static func count(_ count: Int) -> String {
    count == 1 ? "one value" : "\(count) values"
  }

  private static func examples(_ option: OptionDeclaration) -> String {
    if let values = option.defaultValues, !values.isEmpty {
      return values.map(\.text).joined(separator: ", ")
    }
    return option.types.map { type in
      switch type {
      case .bool: "TRUE"
      case .int: "1"
      case .double: "1.0"
      case .string: "'...'"
      case .duration: "10s"
      }
    }.joined(separator: ", ")
  }
}
