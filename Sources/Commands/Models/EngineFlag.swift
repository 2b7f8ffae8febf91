import ModelRuntime

/// `--onnxruntime LIBRARY`: what the configuration says with `engine` and `onnxruntime_library`.
enum EngineFlag {
  static let flag = Flag.option(
    "onnxruntime", "LIBRARY", "have ONNX Runtime evaluate it: the path of libonnxruntime.so")

  static func engine(_ arguments: Arguments) -> ModelEngine {
    arguments.string("onnxruntime").map { .onnxRuntime(library: $0) } ?? .native
  }
}
