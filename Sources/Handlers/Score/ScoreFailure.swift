import Lambda

/// Why a point could not be scored.
struct ScoreFailure: Error, CustomStringConvertible {
  let description: String
  /// What the point lacks, where that is the reason.
  let missing: String?

  init(_ description: String, missing: String? = nil) {
    self.description = description
    self.missing = missing
  }

  init(missing name: String) {
    self.init("\(name) is missing", missing: name)
  }

  /// An expression that has no value, or one of a type that cannot be used there.
  init(_ part: String, _ name: String, _ failure: LambdaFailure?, kind: ValueKind) {
    let whole = name.isEmpty ? part : "\(part) \(name)"
    guard kind == .missing, let failure else {
      self.init("\(whole): a \(kind.name) cannot be used here")
      return
    }
    self.init("\(whole): \(failure)", missing: failure.missing.map { "field \($0)" })
  }
}
