import UDFWire

/// Gathers points by group into batches of a given size, as a `|window()` in front of a UDF does.
struct BatchCollector {
  private let size: Int
  /// Groups in the order in which they turned up, so that a replay is the same every time.
  private var order: [String] = []
  private var waiting: [String: [Point]] = [:]

  init(size: Int) { self.size = size }

  /// Takes in a point; a batch when that completes one.
  mutating func take(_ point: Point) -> [Point]? {
    if waiting[point.group] == nil { order.append(point.group) }
    waiting[point.group, default: []].append(point)
    guard waiting[point.group]!.count == size else { return nil }
    defer { waiting[point.group] = [] }
    return waiting[point.group]
  }

  /// The batches that never became full.
  mutating func rest() -> [[Point]] {
    defer {
      order = []
      waiting = [:]
    }
    return order.compactMap { group in
      waiting[group].flatMap { $0.isEmpty ? nil : $0 }
    }
  }
}
