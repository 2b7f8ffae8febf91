/// A file's format, told from its content and never from its name.
public enum ModelFormat: String, Sendable, CaseIterable {
  /// scikit-learn's, by `pickle.dump` or uncompressed `joblib.dump`.
  case pickle
  case catBoostBinary = "CatBoost binary"
  case catBoostJSON = "CatBoost JSON"
  case xgBoostJSON = "XGBoost JSON"
  case xgBoostUBJSON = "XGBoost UBJSON"
  case lightGBMText = "LightGBM text"
  case onnx = "ONNX"

  /// The format of an uncompressed file.
  ///
  /// - Throws: `unsupported` with the remedy for formats that are known and not served,
  ///   `unrecognised` otherwise.
  public static func detect(_ bytes: UnsafeRawBufferPointer) throws(ModelError) -> ModelFormat {
    let head = FileHead(bytes)
    if bytes.isEmpty {
      throw ModelError(.damaged, cause: "is empty", remedy: "save the model again")
    }
    if head.starts("CBM1") { return .catBoostBinary }
    if head.startsPickle { return .pickle }
    if head.startsText("tree\n") || head.startsText("tree\r\n") { return .lightGBMText }
    if head.startsText("{") {
      if head.contains("\"oblivious_trees\"") || head.contains("\"features_info\"")
        || head.contains("\"model_info\"")
      {
        return .catBoostJSON
      }
      if head.contains("\"learner\"") { return .xgBoostJSON }
      if head.byte(1) == UInt8(ascii: "L") || head.byte(1) == UInt8(ascii: "i")
        || head.byte(1) == UInt8(ascii: "I") || head.byte(1) == UInt8(ascii: "l")
        || head.byte(1) == UInt8(ascii: "U")
      {
        return .xgBoostUBJSON
      }
    }
    if let error = ForeignFormat.refusal(head) { throw error }
    if head.startsONNX { return .onnx }
    throw ModelError(
      .unrecognised, cause: "is no model file that udfd knows",
      remedy:
        "give it a scikit-learn pickle or joblib file, CatBoost .cbm or JSON, XGBoost JSON or UBJSON, "
        + "LightGBM text or ONNX")
  }
}
