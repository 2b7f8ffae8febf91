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
    return try load(bytes, digest: SHA256.hexadecimal(of: bytes), since: start, limits: limits)
  }

  /// Reads and loads the file at `path`.
  public static func load(
    path: String, limits: ModelLimits = .default
  ) throws(ModelError) -> Model {
    let start = ContinuousClock().now
    let bytes = try ModelFile.read(path: path, limits: limits)
    do {
      return try load(
        bytes, digest: SHA256.hexadecimal(of: bytes), since: start, limits: limits)
    } catch {
      throw error.about(path)
    }
  }

  static func load(
    _ bytes: [UInt8], digest: String, since start: ContinuousClock.Instant, limits: ModelLimits
  ) throws(ModelError) -> Model {
    let compression = Compression.detect(bytes)
    let format: ModelFormat
    let loaded: LoadedModel
    if let compression {
      let inflated = try compression.inflate(bytes, limits: limits)
      format = try ModelFormat.detect(inflated.bytes)
      loaded = try load(inflated.bytes, format: format)
      withExtendedLifetime(inflated) {}
    } else {
      (format, loaded) = try withBytes(bytes) { content throws(ModelError) in
        let format = try ModelFormat.detect(content)
        return (format, try load(content, format: format))
      }
    }
    let metadata = ModelMetadata(
      format: format.rawValue + (compression.map { " (\($0.rawValue))" } ?? ""),
      library: loaded.library, libraryVersion: loaded.libraryVersion, kind: loaded.kind,
      kernel: loaded.evaluator.kernelDescription, digest: digest, fileBytes: bytes.count,
      memoryBytes: loaded.evaluator.memoryBytes, loadDuration: ContinuousClock().now - start)
    return Model(
      metadata: metadata, inputs: loaded.inputs, outputs: loaded.outputs,
      evaluator: loaded.evaluator)
  }

  private static func load(
    _ content: UnsafeRawBufferPointer, format: ModelFormat
  ) throws(ModelError) -> LoadedModel {
    switch format {
    case .pickle: try ScikitLearn.load(content)
    case .lightGBMText: try LightGBM.load(content)
    case .xgBoostJSON: try XGBoost.load(json: content)
    case .xgBoostUBJSON: try XGBoost.load(ubjson: content)
    case .catBoostBinary: try CatBoostBinary.load(content)
    case .catBoostJSON: try CatBoostJSON.load(content)
    case .onnx:
      throw ModelError(.unsupported, cause: "\(format.rawValue) is not loaded by this version")
    }
  }

  /// `withUnsafeBytes` with a typed error.
  private static func withBytes<Output>(
    _ bytes: [UInt8], _ body: (UnsafeRawBufferPointer) throws(ModelError) -> Output
  ) throws(ModelError) -> Output {
    let result = bytes.withUnsafeBytes { buffer in
      Result { () throws(ModelError) in try body(buffer) }
    }
    return try result.get()
  }
}
