/// An expression whose names stand for places of a layout, ready for a `LambdaMachine` made from
/// that layout.
public final class BoundExpression: Sendable {
  public let text: String
  let nodes: [BoundNode]
  /// The slots that it reads, each once, ascending: their types decide its code.
  public let slots: [Int]
  /// Its number in the layout.
  let index: Int

  init(text: String, nodes: [BoundNode], index: Int) {
    self.text = text
    self.nodes = nodes
    self.index = index
    var found: Set<Int> = []
    for node in nodes {
      if case .slot(let slot, _) = node.kind { found.insert(slot) }
    }
    slots = found.sorted()
  }

  var root: Int { nodes.count - 1 }

  /// Whether a stateful function is called in it.
  public var isStateful: Bool { nodes[root].isStateful }

  /// Whether it reads a slot.
  public func reads(_ slot: Int) -> Bool { slots.contains(slot) }

  /// What can be told without a point: the type where it is known, or the first error.
  /// - Parameter kinds: types of slots that are known beforehand, as those of model outputs.
  public func check(kinds: [Int: ValueKind] = [:]) throws(LambdaError) -> ValueKind? {
    let types = TypeAnalysis(self) { slot in kinds[slot].map(NodeType.known) ?? .unknown }
    for index in nodes.indices {
      if let failure = types.failure(of: index) {
        throw LambdaError(
          line: failure.line, column: failure.column, message: failure.message)
      }
    }
    if case .known(let kind) = types[root] { return kind }
    return nil
  }
}
