/// From a file to a model, whatever the format.
public enum ModelLoader {
  /// Loads the model in `bytes`, which may be compressed. Runs no code from the file.
  ///
  /// - Throws: one line that says what was refused, where and what to do; its subject is
  ///   `model file`, see `ModelError.about`.
  public static func load(
    _ bytes: [UInt8], limits: ModelLimits = .default
  ) throws(ModelError) -> Model {
    _ = PageMemory.ofLargeArrays
    let start = ContinuousClock().now
    let result = bytes.withUnsafeBytes { bytes in
      Result { () throws(ModelError) -> Model in
        let loaded = try loadWhole(bytes, engine: .native, limits: limits)
        return model(
          loaded, fileBytes: bytes.count, digest: ContentDigest(SHA256.hexadecimal(of: bytes)),
          since: start)
      }
    }
    return try result.get()
  }

  /// Reads and loads the file at `path`.
  public static func load(
    path: String, engine: ModelEngine = .native, limits: ModelLimits = .default
  ) throws(ModelError) -> Model {
    let start = ContinuousClock().now
    return try load(
      ModelFile(path: path, engine: engine, limits: limits), since: start, engine: engine,
      limits: limits)
  }

  /// Reads and loads an open file.
  static func load(
    _ file: ModelFile, since start: ContinuousClock.Instant, engine: ModelEngine,
    limits: ModelLimits
  ) throws(ModelError) -> Model {
    _ = PageMemory.ofLargeArrays
    do {
      let loaded = try read(file, engine: engine, limits: limits)
      try file.confirm()
      return model(
        loaded, fileBytes: file.count, digest: ContentDigest(of: file), since: start)
    } catch {
      // A file that is overwritten meanwhile looks damaged: what is wrong with it is that.
      try file.confirm()
      throw error.about(file.path)
    }
  }

  private static func read(
    _ file: ModelFile, engine: ModelEngine, limits: ModelLimits
  ) throws(ModelError) -> Loaded {
    if engine == .native, try isPlainPickle(file) {
      return Loaded(
        format: .pickle, compression: nil, model: try ScikitLearn.load(PickleSource(file)))
    }
    return try file.content().withBytes { bytes throws(ModelError) in
      try loadWhole(bytes, engine: engine, limits: limits)
    }
  }

  /// A pickle is read as it is gone through; all other formats are in memory first.
  private static func isPlainPickle(_ file: ModelFile) throws(ModelError) -> Bool {
    var head = [UInt8](repeating: 0, count: min(file.count, FileHead.searchedBytes))
    let failure = head.withUnsafeMutableBytes { head -> ModelError? in
      do throws(ModelError) { try file.read(into: head, at: 0) } catch { return error }
      return nil
    }
    if let failure { throw failure }
    return head.withUnsafeBytes {
      Compression.detect($0) == nil && (try? ModelFormat.detect($0)) == .pickle
    }
  }

  private struct Loaded {
    var format: ModelFormat
    var compression: Compression?
    var model: LoadedModel
  }

  private static func loadWhole(
    _ bytes: UnsafeRawBufferPointer, engine: ModelEngine, limits: ModelLimits
  ) throws(ModelError) -> Loaded {
    let compression = Compression.detect(bytes)
    let inflated = try compression.map { compression throws(ModelError) in
      try compression.inflate(bytes, limits: limits)
    }
    let content = inflated?.bytes ?? bytes
    let format = try ModelFormat.detect(content)
    let loaded = try load(content, format: format, engine: engine)
    withExtendedLifetime(inflated) {}
    return Loaded(format: format, compression: compression, model: loaded)
  }

  private static func model(
    _ loaded: Loaded, fileBytes: Int, digest: ContentDigest, since start: ContinuousClock.Instant
  ) -> Model {
    let model = loaded.model
    let metadata = ModelMetadata(
      format: (model.formatName ?? loaded.format.rawValue)
        + (loaded.compression.map { " (\($0.rawValue))" } ?? ""),
      library: model.library, libraryVersion: model.libraryVersion, kind: model.kind,
      engine: model.engine, kernel: model.evaluator.kernelDescription, digest: digest,
      fileBytes: fileBytes, memoryBytes: model.evaluator.memoryBytes,
      loadDuration: ContinuousClock().now - start)
    return Model(
      metadata: metadata, inputs: model.inputs, outputs: model.outputs, evaluator: model.evaluator)
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
    case .pickle: try ScikitLearn.load(PickleSource(content))
    case .lightGBMText: try LightGBM.load(content)
    case .xgBoostJSON: try XGBoost.load(json: content)
    case .xgBoostUBJSON: try XGBoost.load(ubjson: content)
    case .catBoostBinary: try CatBoostBinary.load(content)
    case .catBoostJSON: try CatBoostJSON.load(content)
    case .onnx: try ONNX.load(content)
    }
  }
}
