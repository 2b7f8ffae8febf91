import KapacitorUDF
import KapacitorUDFTesting
import Settings
import UDFWire

extension ConfigurationTest {
  /// Runs the test through the very session that serves the UDF.
  /// - Returns: one line for each difference, with the place in the file; empty where all is as
  ///   expected.
  public func differences(from definition: any UDFDefinition) -> [String] {
    do {
      return try definition.info.wants == .batch
        ? batchDifferences(definition) : streamDifferences(definition)
    } catch {
      let problem = "\(name): \(error)"
      return [SettingError(place: table.place, path: table.path, problem: problem).description]
    }
  }

  private func started(_ definition: any UDFDefinition) throws -> HandlerTest {
    try HandlerTest(definition, mentions: options)
  }

  private func streamDifferences(_ definition: any UDFDefinition) throws -> [String] {
    var test = try started(definition)
    if let answers {
      _ = try test.points(steps.map(\.point))
      try test.end()
      return compare(test.takeBatches().flatMap(\.points), with: answers)
    }
    var lines: [String] = []
    for (number, step) in steps.enumerated() {
      let answered = try test.points([step.point])
      let place = step.setting.place.map { "\($0): " } ?? ""
      let prefix = "\(place)\(name): point \(number + 1): "
      guard let answer = answered.first else {
        if !step.isDropped { lines.append(prefix + "it was dropped") }
        continue
      }
      if step.isDropped { lines.append(prefix + "expected it to be dropped") }
      lines += step.expectations.compactMap { $0.difference(in: answer).map { prefix + $0 } }
    }
    return lines
  }

  private func batchDifferences(_ definition: any UDFDefinition) throws -> [String] {
    var test = try started(definition)
    let points = steps.map(\.point)
    let batches = try test.batch(
      name: "test", tags: points.first?.tags ?? [:], points: points)
    let answered = batches.flatMap(\.points) + test.takePoints()
    return compare(answered, with: answers ?? steps.filter { !$0.isDropped }.map(\.expectations))
  }

  private func compare(_ answered: [Point], with expected: [[Expectation]]) -> [String] {
    let place = table.place.map { "\($0): " } ?? ""
    var lines: [String] = []
    if answered.count != expected.count {
      lines.append("\(place)\(name): expected \(expected.count) points, found \(answered.count)")
    }
    for (number, (answer, expectations)) in zip(answered, expected).enumerated() {
      let prefix = "\(place)\(name): answer \(number + 1): "
      lines += expectations.compactMap { $0.difference(in: answer).map { prefix + $0 } }
    }
    return lines
  }
}
