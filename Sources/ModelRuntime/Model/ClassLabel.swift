/// A class as the model file names it: scikit-learn's `classes_`, CatBoost's `class_names` and so on.
public enum ClassLabel: Sendable, Hashable {
  case integer(Int64)
  case string(String)
  case boolean(Bool)
  case number(Double)
}

extension ClassLabel: CustomStringConvertible {
  /// The class as a person writes it, and as it stands in `probability(...)`.
  public var description: String {
    switch self {
    case .integer(let value): String(value)
    case .string(let value): value
    case .boolean(let value): value ? "true" : "false"
    case .number(let value): value.description
    }
  }

  /// `0`, `1`, ... `count - 1`: the classes of a model that only numbers them.
  public static func numbered(_ count: Int) -> [ClassLabel] {
    (0..<count).map { .integer(Int64($0)) }
  }
}
