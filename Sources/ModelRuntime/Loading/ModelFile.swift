import Glibc

/// A model's file, open to be read into memory. Never a mapping: `cp` over a mapped file would cut it short under the model
/// that it serves.
public final class ModelFile: Sendable {
  /// What identifies a file's content without reading it.
  public struct Identity: Sendable, Equatable, CustomStringConvertible {
    var device: UInt64
    var inode: UInt64
    var bytes: Int64
    var modifiedSeconds: Int
    var modifiedNanoseconds: Int
    var changedSeconds: Int
    var changedNanoseconds: Int

    init(_ status: stat) {
      device = UInt64(status.st_dev)
      inode = UInt64(status.st_ino)
      bytes = Int64(status.st_size)
      modifiedSeconds = status.st_mtim.tv_sec
      modifiedNanoseconds = status.st_mtim.tv_nsec
      changedSeconds = status.st_ctim.tv_sec
      changedNanoseconds = status.st_ctim.tv_nsec
    }

    /// Without blanks.
    public var description: String { "\(device)-\(inode)-\(changedSeconds)-\(changedNanoseconds)" }
  }

  let path: String
  /// What the file was when it was opened; see `confirm`.
  let identity: Identity
  var count: Int { Int(identity.bytes) }
  private let descriptor: Int32

  /// Opens the file at `path`.
  ///
  /// - Throws: where it cannot be opened, is no regular file, is larger than the limits, or is not trusted enough for
  ///   `engine`.
  init(path: String, engine: ModelEngine = .native, limits: ModelLimits) throws(ModelError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw ModelFile.failure(path, "cannot be opened", errno) }
    var status = stat()
    do throws(ModelError) {
      guard fstat(descriptor, &status) == 0 else {
        throw ModelFile.failure(path, "cannot be read", errno)
      }
      try ModelFile.check(status, path: path, engine: engine, limits: limits)
    } catch {
      close(descriptor)
      throw error
    }
    self.path = path
    self.descriptor = descriptor
    identity = Identity(status)
  }

  deinit {
    close(descriptor)
  }

  private static func check(
    _ status: stat, path: String, engine: ModelEngine, limits: ModelLimits
  ) throws(ModelError) {
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw ModelError(
        .unreadable, subject: path, cause: "is not a regular file",
        remedy: "name the model file itself")
    }
    guard status.st_size <= limits.maximumFileBytes else {
      throw ModelError(
        .tooLarge, subject: path,
        cause: "is \(status.st_size) bytes, more than the limit of \(limits.maximumFileBytes)")
    }
    // What ONNX Runtime reads can do to it what code can.
    if engine != .native { try TrustedFile.check(status, path: path) }
  }

  /// The file's identity now, or nil where it cannot be told.
  static func identity(path: String) -> Identity? {
    var status = stat()
    return stat(path, &status) == 0 ? Identity(status) : nil
  }

  /// Throws unless the file is still what it was when it was opened: only then is what was read of it one content.
  func confirm() throws(ModelError) {
    var status = stat()
    guard fstat(descriptor, &status) == 0, Identity(status) == identity else { throw changed }
  }

  // MARK: - Reading

  /// The whole of the file at `path`.
  public static func read(
    path: String, limits: ModelLimits = .default
  ) throws(ModelError) -> [UInt8] {
    try ModelFile(path: path, limits: limits).content().withBytes { Array($0) }
  }

  /// The whole of the file, confirmed.
  func content() throws(ModelError) -> FileContent {
    var failed: Int32 = 0
    let read = FileContent(count: count) { memory in
      let (read, error) = FileRun(descriptor, memory, bytes: count).read()
      failed = error
      return read
    }
    guard let content = read else { throw ModelFile.failure(path, "cannot be read", ENOMEM) }
    guard failed == 0 else { throw ModelFile.failure(path, "cannot be read", failed) }
    guard content.count == count else { throw changed }
    try confirm()
    return content
  }

  /// Fills `memory` with the file's bytes from `offset` on.
  func read(into memory: UnsafeMutableRawBufferPointer, at offset: Int) throws(ModelError) {
    guard let start = memory.baseAddress else { return }
    let (read, error) = FileRun(descriptor, start, from: offset, bytes: memory.count).readPresent()
    guard error == 0 else { throw ModelFile.failure(path, "cannot be read", error) }
    guard read == memory.count else { throw changed }
  }

  private var changed: ModelError {
    ModelError(
      .unreadable, subject: path, cause: "changed while it was read",
      remedy: "write the new model beside it and rename it into place")
  }

  private static func failure(_ path: String, _ what: String, _ code: Int32) -> ModelError {
    let remedy: String? =
      switch code {
      case ENOENT where path.hasPrefix("~/") || path.contains("/~/"):
        "write the path out: only a shell knows what ~ is"
      case ENOENT: "check the path; in a configuration relative paths start in models_directory"
      case EACCES: "let the service's user read it (the unit hides /home: ProtectHome)"
      default: nil
      }
    return ModelError(
      .unreadable, subject: path, cause: "\(what): \(String(cString: strerror(code)))",
      remedy: remedy)
  }
}
