/// What can be fed with bytes of any kind. It must neither crash nor hang, and what it finds wrong
/// with its own answers is a crash.
///
/// `scripts/fuzz` drives these with libFuzzer; `FuzzCorpusTests` feeds them the corpus and
/// mutations of it in every `make test`.
public enum FuzzTarget: String, CaseIterable, Sendable {
  /// Messages, frames, views, readings and edits.
  case codec
  /// Whole conversations with a session.
  case session
  /// Model files, each format by a corpus of its own (scripts/make-fuzz-seeds.py).
  case catBoostBinary = "catboost_binary"
  case catBoostJSON = "catboost_json"
  case xgBoostJSON = "xgboost_json"
  case xgBoostUBJSON = "xgboost_ubjson"
  case lightGBM = "lightgbm"
  case onnx
  /// scikit-learn's, of the smallest models that scripts/make-model-fixtures.py makes.
  case pickle
  /// Expressions of the configuration.
  case lambda
  /// Configuration files.
  case configuration

  public func run(_ bytes: [UInt8]) {
    switch self {
    case .codec: CodecFuzz.run(bytes)
    case .session: SessionFuzz.run(bytes)
    case .catBoostBinary, .catBoostJSON, .xgBoostJSON, .xgBoostUBJSON, .lightGBM, .onnx,
      .pickle:
      ModelFuzz.run(bytes)
    case .lambda: LambdaFuzz.run(bytes)
    case .configuration: ConfigurationFuzz.run(bytes)
    }
  }
}
