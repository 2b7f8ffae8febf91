import Glibc

/// Reads model files into memory. Never a mapping: `cp` over a mapped file would cut it short under
/// the model that it serves.
public enum ModelFile {
  /// What identifies a file's content without reading it.
  public struct Identity: Sendable, Equatable {
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
  }

  /// The whole of the file at `path`.
  public static func read(
    path: String, limits: ModelLimits = .default
  ) throws(ModelError) -> [UInt8] {
    try readIdentified(path: path, limits: limits).content.withBytes { Array($0) }
  }

  /// The file's identity now, or nil where it cannot be told.
  static func identity(path: String) -> Identity? {
    var status = stat()
    return stat(path, &status) == 0 ? Identity(status) : nil
  }

  /// The whole of the file and the identity that it had both before and after it was read.
  static func readIdentified(
    path: String, engine: ModelEngine = .native, limits: ModelLimits
  ) throws(ModelError) -> (content: FileContent, identity: Identity) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw failure(path, "cannot be opened", errno)
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw failure(path, "cannot be read", errno) }
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
    let identity = Identity(status)
    let size = Int(status.st_size)
    var failed: Int32 = 0
    let read = FileContent(count: size) { memory in
      let (count, error) = FileRun(descriptor, memory, bytes: size).read()
      failed = error
      return count
    }
    guard let content = read else { throw failure(path, "cannot be read", ENOMEM) }
    guard failed == 0 else { throw failure(path, "cannot be read", failed) }
    guard content.count == size, fstat(descriptor, &status) == 0, Identity(status) == identity
    else {
      throw ModelError(
        .unreadable, subject: path, cause: "changed while it was read",
        remedy: "write the new model beside it and rename it into place")
    }
    return (content, identity)
  }

  private static func failure(_ path: String, _ what: String, _ code: Int32) -> ModelError {
    let remedy: String? =
      switch code {
      case ENOENT: "check the path; relative paths start in models_directory"
      case EACCES: "let the service's user read it (the unit hides /home: ProtectHome)"
      default: nil
      }
    return ModelError(
      .unreadable, subject: path, cause: "\(what): \(String(cString: strerror(code)))",
      remedy: remedy)
  }
}
