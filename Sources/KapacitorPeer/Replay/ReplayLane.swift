import UDFWire

/// One connection of a replay: what is sent, and what came back.
final class ReplayLane {
  /// As much as a socket takes at once.
  private static let heldBytes = 64 << 10

  let task: KapacitorTask
  let answers: ReplayConnection
  /// Whether frames wait until there are many: a write for each costs more than all else.
  private let holdsBack: Bool
  private var held: [UInt8] = []

  init(_ task: KapacitorTask, _ answers: ReplayConnection, holdsBack: Bool) {
    self.task = task
    self.answers = answers
    self.holdsBack = holdsBack
  }

  func send(_ point: Point) throws {
    answers.willSend([point])
    try send(.point(point))
  }

  func send(batch: [Point]) throws {
    let first = batch[0]
    let begin = BeginBatch(
      name: first.name, group: first.group, tags: Self.groupTags(first), size: Int64(batch.count),
      byName: first.byName)
    answers.willSend(batch)
    try send(.begin(begin))
    for var point in batch {
      (point.name, point.database, point.retentionPolicy) = ("", "", "")
      point.dimensions = []
      try send(.point(point))
    }
    let last = batch[batch.count - 1].timeNanoseconds
    try send(.end(EndBatch(of: begin, maximumTimeNanoseconds: last)))
  }

  /// Sends what is held back, ends the input and waits for the last answer.
  func finish() throws {
    try flush()
    try task.finish()
  }

  private func send(_ request: Request) throws {
    guard holdsBack else { return try task.send(frame: request.frame()) }
    request.appendFrame(to: &held)
    if held.count >= Self.heldBytes { try flush() }
  }

  private func flush() throws {
    guard !held.isEmpty else { return }
    try held.withUnsafeBytes { try task.send(bytes: $0) }
    held.removeAll(keepingCapacity: true)
  }

  /// A batch has the tags that it is grouped by.
  private static func groupTags(_ point: Point) -> OrderedMap<String> {
    var tags: OrderedMap<String> = [:]
    for name in point.dimensions { tags[name] = point.tags[name] ?? "" }
    return tags
  }
}
