/// What evaluates a model.
public enum ModelEngine: Sendable, Equatable {
  /// udfd's own evaluators, which no file can crash.
  case native
  /// ONNX Runtime, from the shared library at this absolute path: trusted code for trusted files.
  case onnxRuntime(library: String)
}
