/// A parsed expression: its syntax holds, nothing is known of its names and types yet.
public struct LambdaProgram: Sendable {
  public let text: String
  let nodes: [SyntaxNode]

  /// Parses TICKscript's lambda language, without `lambda:` in front.
  public init(parsing text: String) throws(LambdaError) {
    self.text = text
    nodes = try Parser.tree(of: text)
  }

  var root: Int { nodes.count - 1 }

  /// The fields and tags that it mentions, in order of appearance, each once; `time` left out.
  public var references: [String] {
    var seen: Set<String> = ["time"]
    return nodes.compactMap { node in
      guard case .reference(let name) = node.kind, seen.insert(name).inserted else { return nil }
      return name
    }
  }

  /// The bare names that it mentions (calls are not among them), each once.
  public var identifiers: [String] {
    var seen: Set<String> = []
    return nodes.compactMap { node in
      guard case .identifier(let name) = node.kind, seen.insert(name).inserted else { return nil }
      return name
    }
  }

  /// Whether it calls a function that remembers earlier points.
  public var callsStateful: Bool {
    calls { if case .stateful = $0 { true } else { false } }
  }

  /// Whether it calls an aggregate over a batch.
  public var callsAggregate: Bool {
    calls { if case .batch = $0 { true } else { false } }
  }

  private func calls(_ isWanted: (Function) -> Bool) -> Bool {
    nodes.contains { node in
      guard case .call(let name, _) = node.kind,
        let function = FunctionTable.overloads(of: name)?.first?.function
      else { return false }
      return isWanted(function)
    }
  }
}
