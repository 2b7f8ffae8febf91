import KapacitorUDF
import PlainText
import UDFWire

extension AnswerComparison {
  /// What a person reads.
  ///
  /// - Parameter name: what the answers were held against.
  public func text(against name: String) -> String {
    var lines = [
      "compared  \(Figure.count(compared)) points with \(name): \(Figure.count(compared - differing)) the same, "
        + "\(Figure.count(differing)) differ"
    ]
    if onlyHere > 0 {
      lines.append("alone     \(Figure.count(onlyHere)) points that only the UDF answered")
    }
    if onlyThere > 0 {
      lines.append("alone     \(Figure.count(onlyThere)) points that only \(name) answered")
    }
    let differing = fields.filter { $0.value.differing > 0 }.sorted { $0.key < $1.key }
    guard !differing.isEmpty else { return lines.joined(separator: "\n") }
    lines += ["", Self.table(differing)]
    for (field, changes) in differing {
      lines += ["", "worst of \(field):"]
      lines += changes.worst.map { "  " + $0.text }
    }
    return lines.joined(separator: "\n")
  }

  private static func table(_ fields: [(key: String, value: Field)]) -> String {
    var rows = [["FIELD", "COMPARED", "DIFFER", "GREATEST DIFFERENCE", "MEAN DIFFERENCE"]]
    for (name, field) in fields {
      rows.append([
        name, Figure.count(field.compared), Figure.count(field.differing),
        field.numbers > 0 ? number(field.greatest) : "no numbers",
        field.numbers > 0 ? number(field.mean) : "-",
      ])
    }
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      row.indices.map { column in
        let padding = String(repeating: " ", count: widths[column] - row[column].count)
        return column == 0 ? row[column] + padding : padding + row[column]
      }.joined(separator: "  ")
    }.joined(separator: "\n")
  }

  /// Six digits are enough for a difference.
  static func number(_ value: Double) -> String {
    guard value.isFinite, value != 0 else { return "\(value)" }
    var scale = 1.0
    while value.magnitude * scale < 100_000, scale < 1e15 { scale *= 10 }
    let rounded = (value * scale).rounded() / scale
    return "\(rounded)"
  }
}

extension AnswerComparison.Case {
  fileprivate var text: String {
    let time = TimeFormat.rfc3339.format(timeNanoseconds)
    let tags = tags.map { "  \($0.name)=\(OneLine.escaping($0.value))" }.joined()
    return "\(time)\(tags)  \(Self.text(here)) here, \(Self.text(there)) there"
  }

  private static func text(_ value: FieldValue?) -> String {
    switch value {
    case .double(let value): "\(value)"
    case .int(let value): "\(value)"
    case .bool(let value): value ? "true" : "false"
    case .string(let value): "\"\(OneLine.escaping(value))\""
    case nil: "nothing"
    }
  }
}
