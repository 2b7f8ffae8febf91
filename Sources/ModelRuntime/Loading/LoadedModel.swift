/// What a format's loader makes of a file: all of a `Model` but what the file itself is.
struct LoadedModel {
  /// Where a format has flavours: `joblib`. Nil: the format's own name.
  var formatName: String? = nil
  var library: String
  var libraryVersion: String?
  /// In a person's words: `random forest, 350 trees`.
  var kind: String
  /// What evaluates it.
  var engine = "native"
  var inputs: [ModelInput]
  var outputs: [ModelOutput]
  var evaluator: any Evaluator
}
