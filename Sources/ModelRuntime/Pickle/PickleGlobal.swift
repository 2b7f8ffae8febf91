/// A name that a pickle may use, from a closed list: exactly these modules with exactly these names,
/// no prefixes and no dotted paths. A name is only ever data: `role` says how to read what is built
/// from it.
struct PickleGlobal: Hashable {
  enum Role {
    /// A model, a transformer or a part of one: attributes by name.
    case estimator
    /// Needed to parse a file, never looked into: loss functions, optimisers, random states.
    case inert
    /// `numpy.core.multiarray._reconstruct`, which makes an array.
    case arrayMaker
    /// `numpy.core.numeric._frombuffer`, which makes an array in protocol 5.
    case arrayFromBuffer
    case scalarMaker
    case arrayType
    case elementType
    case joblibArray
    /// `sklearn.tree._tree.Tree`.
    case tree
    case encode
    case bytesType
    case sliceType
    case setType
    case dictionaryType
    /// A NumPy function of one number, which `FunctionTransformer` may name.
    case function
  }

  private var number: UInt16

  var module: String { PickleGlobal.entries[Int(number)].module }
  var name: String { PickleGlobal.entries[Int(number)].name }
  var role: Role { PickleGlobal.entries[Int(number)].role }
  var qualifiedName: String { "\(module).\(name)" }

  /// The entry for `module` and `name`; nil: the file is refused.
  static func named(module: String, name: String) -> PickleGlobal? {
    numbers[Key(module: module, name: name)].map { PickleGlobal(number: $0) }
  }

  /// Libraries whose classes users save; for telling "not served" from "not a model".
  static let librariesModules = [
    "sklearn.", "xgboost.", "lightgbm.", "catboost", "scipy.", "pandas.", "torch.", "keras.",
    "tensorflow.", "statsmodels.", "imblearn.", "category_encoders.", "feature_engine.", "pyod.",
  ]

  private struct Key: Hashable {
    var module: String
    var name: String
  }

  private struct Entry {
    var module: String
    var name: String
    var role: Role
  }

  private static let entries: [Entry] = PickleAllowlist.groups.flatMap { group in
    group.names.split(separator: " ").map { name in
      Entry(module: group.module, name: String(name), role: group.role)
    }
  }

  private static let numbers: [Key: UInt16] = Dictionary(
    uniqueKeysWithValues: entries.enumerated().map { index, entry in
      (Key(module: entry.module, name: entry.name), UInt16(index))
    })
}
