/// Models that are loaded and checked but do not serve yet: all of them go live in one `commit`, or
/// none.
public struct PreparedGeneration: Sendable {
  struct Entry: Sendable {
    var declaration: ModelDeclaration
    var identity: ModelFile.Identity
    var model: Model
    /// Whether this is another model than the one that serves under the name.
    var isNew: Bool
  }

  /// In the configuration's order.
  let entries: [Entry]
  /// The commit that this generation was prepared against: an older one is refused.
  let basis: UInt64

  /// Every model of the generation by name, new or kept: for checking handlers against them.
  public func model(named name: String) -> Model? {
    entries.first { $0.declaration.name == name }?.model
  }

  /// The names of those that will serve for the first time or in place of another.
  public var changedNames: [String] {
    entries.filter(\.isNew).map(\.declaration.name)
  }
}
