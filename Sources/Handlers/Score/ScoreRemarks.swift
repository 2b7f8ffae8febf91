import Settings
import UDFWire

/// What in the rules of a score UDF holds and may still not be what was meant.
struct ScoreRemarks {
  let rules: ScoreRules
  /// Tags of the points in the UDF's tests: those that points are grouped by.
  let testedTags: Set<String>

  var lines: [String] { (nothingWritten + dimensions).map(\.description) }

  private var nothingWritten: [SettingError] {
    guard rules.sets.isEmpty, rules.otherwise.isEmpty, rules.defaults.isEmpty else { return [] }
    let table = rules.table
    if rules.edge == .batchToStream {
      return [
        table.error(
          ScoreKeys.set.name, "is missing: nothing is ever written",
          remedy: "write [\(table.path).set] with the fields of the point for a batch")
      ]
    }
    guard rules.tags.isEmpty, rules.removed.isEmpty, case .all = rules.emit else { return [] }
    return [
      table.error(
        ScoreKeys.set.name, "is missing: points are passed on as they came",
        remedy: "write [\(table.path).set] with the fields that are wanted")
    ]
  }

  /// Kapacitor computes a point's group anew from its tags: a changed dimension moves the point into
  /// another group.
  private var dimensions: [SettingError] {
    let likely = testedTags.union(["host"])
    let set = rules.tags.filter { likely.contains($0.name) }.map { tag in
      tag.setting.error(
        "\(tag.name) is likely a dimension: a point whose dimension changes moves to another group")
    }
    let removed = rules.removed.filter(likely.contains).map { name in
      rules.table.error(
        ScoreKeys.remove.name,
        "removes \(name), which is likely a dimension: the point moves to another group")
    }
    return set + removed
  }
}
