/// Finds the name that was probably meant.
enum NearestName {
  static func of(_ name: String, among known: [String]) -> String? {
    let limit = max(1, name.count / 3)
    let ranked = known.map { (name: $0, distance: distance(name, $0, limit: limit)) }
    guard let best = ranked.min(by: { $0.distance < $1.distance }), best.distance <= limit else {
      return nil
    }
    return best.name
  }

  /// Edits between two names; anything above `limit` counts as far away.
  private static func distance(_ first: String, _ second: String, limit: Int) -> Int {
    let (a, b) = (Array(first.lowercased()), Array(second.lowercased()))
    guard abs(a.count - b.count) <= limit, a.count <= 64 else { return limit + 1 }
    var row = Array(0...b.count)
    for i in a.indices {
      var diagonal = row[0]
      row[0] = i + 1
      for j in b.indices {
        let substituted = diagonal + (a[i] == b[j] ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(substituted, min(row[j], diagonal) + 1)
      }
    }
    return row[b.count]
  }
}
