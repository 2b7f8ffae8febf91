import UDFWire

/// Which fields a report shows, chosen by the first answer where nobody has said.
struct ReportFields: Equatable {
  /// The axes of the scatter; nil: there are not two numbers to show.
  var x: String?
  var y: String?
  /// What points are coloured by; nil: the UDF sets no field.
  var level: String?

  /// - Parameters:
  ///   - wanted: what the command line says; nil where it says nothing.
  init(_ answer: Point, to point: Point?, wantedAxes: [String]?, wantedLevel: String?) {
    let input = point ?? answer
    let written = answer.fields.filter { point?.fields[$0.name] != $0.value }.map(\.name)
    level = wantedLevel ?? Self.level(among: written)
    if let wantedAxes, wantedAxes.count == 2 {
      (x, y) = (wantedAxes[0], wantedAxes[1])
      return
    }
    let numeric = input.fields.filter { $0.value.number != nil }.map(\.name)
    var numbers = numeric.filter { !written.contains($0) }
    numbers += answer.fields.filter { $0.value.number != nil && $0.name != level }.map(\.name)
    x = numbers.first
    y = numbers.first { $0 != x }
  }

  /// A field called as levels usually are, else the first that was written.
  private static func level(among names: [String]) -> String? {
    for word in ["status", "level", "label", "class", "anomaly", "alert"] {
      if let name = names.first(where: { $0.lowercased().contains(word) }) { return name }
    }
    return names.first
  }
}
