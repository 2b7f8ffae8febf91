/// The table of all metrics, for docs/metrics.md.
public enum MetricsReference {
  public static func markdown() -> String {
    var text = "| metric | kind | labels | what |\n| --- | --- | --- | --- |\n"
    for family in MetricsDocument.declarations {
      let name = family.kind == .counter ? family.name + "_total" : family.name
      let labels = family.labels.joined(separator: ", ")
      text += "| `\(name)` | \(family.kind.rawValue) | \(labels) | \(family.help) |\n"
    }
    return text
  }
}
