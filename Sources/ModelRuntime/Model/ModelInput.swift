/// One column that a model reads.
public struct ModelInput: Sendable, Equatable {
  /// The column's name in the file (scikit-learn's `feature_names_in_`), or the one that the
  /// configuration gave it. Nil: the file carries none, the column is known by its position only.
  public var name: String?
  public var kind: Kind

  /// What a point's value must be.
  public enum Kind: Sendable, Equatable {
    case number
    /// Text, or an integer for the text of its digits; in the row, its `CategoryCode`.
    case category
  }

  public init(name: String?, kind: Kind = .number) {
    self.name = name
    self.kind = kind
  }

  /// `count` columns that are known by their position only.
  public static func unnamed(_ count: Int) -> [ModelInput] {
    Array(repeating: ModelInput(name: nil), count: count)
  }
}
