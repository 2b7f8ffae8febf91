/// What is known of a loaded model beside its arithmetic: what `udfd inspect` and `status` show.
public struct ModelMetadata: Sendable {
  /// `pickle`, `joblib (zlib)`, `CatBoost binary`, ...
  public var format: String
  /// `scikit-learn`, `CatBoost`, `XGBoost`, `LightGBM`, ...
  public var library: String
  /// The version that wrote the file, where the file says it.
  public var libraryVersion: String?
  /// In a person's words: `random forest, 350 trees`.
  public var kind: String
  /// What evaluates it: `native`, or `ONNX Runtime 1.32.0`.
  public var engine: String
  /// The kernel that serves and why it was chosen.
  public var kernel: String
  /// SHA-256 of the file as it lies on disk, in lower-case hexadecimal; `unknown-...` where it was overwritten within
  /// milliseconds after the load.
  public var digest: String { content.hexadecimal }
  private var content: ContentDigest
  public var fileBytes: Int
  /// Memory that the loaded model holds; the file's own bytes are released.
  public var memoryBytes: Int
  /// Reading, checking and building, kernels included: until the model could serve. Its digest may
  /// take longer.
  public var loadDuration: Duration

  public init(
    format: String, library: String, libraryVersion: String?, kind: String,
    engine: String = "native", kernel: String, digest: ContentDigest, fileBytes: Int,
    memoryBytes: Int, loadDuration: Duration
  ) {
    self.format = format
    self.library = library
    self.libraryVersion = libraryVersion
    self.kind = kind
    self.engine = engine
    self.kernel = kernel
    content = digest
    self.fileBytes = fileBytes
    self.memoryBytes = memoryBytes
    self.loadDuration = loadDuration
  }
}
