import Settings

/// The keys of `[models.NAME]`.
enum ModelKeys {
  static let path = KeyDeclaration(
    "path", .string, isRequired: true, environment: "UDFD_MODEL_NAME",
    summary:
      "The model's file; a relative path begins in `models_directory`. The format is told from the content."
  )
  static let inputs = KeyDeclaration(
    "inputs", .list(of: .string), defaultText: "the names that the file carries",
    summary: "The names of the model's inputs, in the order in which it was trained.")
  static let engine = KeyDeclaration(
    "engine", .choice(["native", "onnxruntime"]), default: "native",
    summary:
      "What evaluates the model. `native`: udfd's own evaluators, which no file can crash. `onnxruntime`: ONNX Runtime, "
      + "from `onnxruntime_library` in `[daemon]`, for ONNX graphs with operators that udfd does not evaluate. It is "
      + "trusted code reading a trusted file: the file must be root's or the daemon's user's, and writable by nobody else."
  )

  static let all = [path, inputs, engine]
}
