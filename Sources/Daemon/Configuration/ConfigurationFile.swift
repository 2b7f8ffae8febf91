import Glibc
import Settings

/// Reads the bytes of a configuration file, with errors that say what to do.
enum ConfigurationFile {
  static func read(_ path: String) throws(SettingError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw failure(path, "cannot be opened", errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw failure(path, "cannot be read", errno) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw SettingError(
        place: SettingPlace(file: path), path: .root, problem: "is not a file")
    }
    var bytes: [UInt8] = []
    // One byte over the limit tells that there is more, without reading a file of any size.
    while bytes.count <= TOMLDocument.maximumBytes {
      let room = min(64 << 10, TOMLDocument.maximumBytes + 1 - bytes.count)
      var count = 0
      let piece = [UInt8](unsafeUninitializedCapacity: room) { buffer, filled in
        count = Glibc.read(descriptor, buffer.baseAddress, room)
        filled = max(0, count)
      }
      if count < 0 {
        if errno == EINTR { continue }
        throw failure(path, "cannot be read", errno)
      }
      if count == 0 { break }
      bytes += piece
    }
    return bytes
  }

  private static func failure(_ path: String, _ what: String, _ code: Int32) -> SettingError {
    let remedy: String? =
      switch code {
      case ENOENT: "name the configuration with --config FILE"
      case EACCES: "let the user that runs udfd read it and enter its directories"
      default: nil
      }
    return SettingError(
      place: SettingPlace(file: path), path: .root,
      problem: "\(what): \(String(cString: strerror(code)))", remedy: remedy)
  }
}
