/// From a file's bytes to a model, whatever the format.
public enum ModelLoader {
  /// Loads the model in `bytes`, which may be compressed. Runs no code from the file.
  ///
  /// - Throws: one line that says what was refused, where and what to do; its subject is
  ///   `model file`, see `ModelError.about`.
  public static func load(
    _ bytes: [UInt8], limits: ModelLimits = .default
  ) throws(ModelError) -> Model {
    let start = ContinuousClock().now
    let result = bytes.withUnsafeBytes { bytes in
      Result { () throws(ModelError) -> Model in
        let digest = ContentDigest(SHA256.hexadecimal(of: bytes))
        return try load(bytes, digest: { digest }, since: start, limits: limits)
      }
    }
    return try result.get()
  }

  /// Reads and loads the file at `path`.
  public static func load(
    path: String, engine: ModelEngine = .native, limits: ModelLimits = .default
  ) throws(ModelError) -> Model {
    let start = ContinuousClock().now
    let (content, _) = try ModelFile.readIdentified(path: path, engine: engine, limits: limits)
    do {
      return try load(content, since: start, engine: engine, limits: limits)
    } catch {
      throw error.about(path)
    }
  }

  static func load(
    _ content: FileContent, since start: ContinuousClock.Instant, engine: ModelEngine,
    limits: ModelLimits
  ) throws(ModelError) -> Model {
    try content.withBytes { bytes throws(ModelError) in
      try load(
        bytes, digest: { ContentDigest(of: content) }, since: start, engine: engine, limits: limits)
    }
  }

  private static func load(
    _ bytes: UnsafeRawBufferPointer, digest: () -> ContentDigest,
    since start: ContinuousClock.Instant, engine: ModelEngine = .native, limits: ModelLimits
  ) throws(ModelError) -> Model {
    _ = PageMemory.ofLargeArrays
    let compression = Compression.detect(bytes)
    let inflated = try compression.map { compression throws(ModelError) in
      try compression.inflate(bytes, limits: limits)
    }
    let content = inflated?.bytes ?? bytes
    let format = try ModelFormat.detect(content)
    let loaded = try load(content, format: format, engine: engine)
    withExtendedLifetime(inflated) {}
    let duration = ContinuousClock().now - start
    let metadata = ModelMetadata(
      format: (loaded.formatName ?? format.rawValue)
        + (compression.map { " (\($0.rawValue))" } ?? ""),
      library: loaded.library, libraryVersion: loaded.libraryVersion, kind: loaded.kind,
      engine: loaded.engine, kernel: loaded.evaluator.kernelDescription, digest: digest(),
      fileBytes: bytes.count, memoryBytes: loaded.evaluator.memoryBytes, loadDuration: duration)
    return Model(
      metadata: metadata, inputs: loaded.inputs, outputs: loaded.outputs,
      evaluator: loaded.evaluator)
  }

  private static func load(
    _ content: UnsafeRawBufferPointer, format: ModelFormat, engine: ModelEngine
  ) throws(ModelError) -> LoadedModel {
    if case .onnxRuntime(let library) = engine {
      guard format == .onnx else {
        throw ModelError(
          .mismatch, cause: "is \(format.rawValue), which ONNX Runtime does not read",
          remedy: "leave engine = \"onnxruntime\" out for it")
      }
      return try ONNXRuntimeModel.load(content, library: library)
    }
    return switch format {
    case .pickle: try ScikitLearn.load(content)
    case .lightGBMText: try LightGBM.load(content)
    case .xgBoostJSON: try XGBoost.load(json: content)
    case .xgBoostUBJSON: try XGBoost.load(ubjson: content)
    case .catBoostBinary: try CatBoostBinary.load(content)
    case .catBoostJSON: try CatBoostJSON.load(content)
    case .onnx: try ONNX.load(content)
    }
  }
}
