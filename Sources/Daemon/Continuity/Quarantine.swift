import CKernel
import Glibc
import Locks

/// Keeps frames on which the process died: a file each, for a person to look at.
///
/// The directory is 0700 and its files 0600: frames hold measured values. At most 100 files and 64 MiB are kept; when
/// they are full, further frames are handled by policy all the same and only their bytes are not kept.
public final class Quarantine: Sendable {
  public static let maximumFiles = 100
  public static let maximumBytes = 64 << 20

  private let directory: String?
  private let gate = Lock(())

  /// Where a configuration has it; also where the file cannot be read.
  public static func directory(of source: ConfigurationSource) -> String {
    FilePath.resolve("quarantine", in: ServingState.stateDirectory(source))
  }

  /// - Parameter directory: nil: nothing is kept.
  public init(directory: String?) { self.directory = directory }

  /// - Returns: the file's path; nil where it could not be kept.
  func keep(_ frame: UnsafeRawBufferPointer, _ content: QuarantinedContent) -> String? {
    guard let directory else { return nil }
    return gate.withLock { _ in
      let header = content.header
      guard makeDirectory(directory), hasRoom(header.count + frame.count, in: directory) else {
        return nil
      }
      let path = "\(directory)/\(QuarantinedFrame.newName())"
      return write(header, frame, to: path) ? path : nil
    }
  }

  private func makeDirectory(_ path: String) -> Bool {
    mkdir(path, 0o700) == 0 || errno == EEXIST
  }

  private func hasRoom(_ bytes: Int, in directory: String) -> Bool {
    let files = QuarantinedFrame.list(in: directory)
    return files.count < Self.maximumFiles
      && files.reduce(bytes) { $0 + $1.bytes } <= Self.maximumBytes
  }

  /// Written under another name and renamed: a file that is there is complete.
  private func write(_ header: [UInt8], _ frame: UnsafeRawBufferPointer, to path: String) -> Bool {
    let descriptor = kernel_open(path + ".new", O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { return false }
    defer { kernel_close(descriptor) }
    let isWritten =
      header.withUnsafeBytes { writeAll($0, to: descriptor) } && writeAll(frame, to: descriptor)
    guard isWritten, rename(path + ".new", path) == 0 else {
      unlink(path + ".new")
      return false
    }
    return true
  }

  private func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Bool {
    var written = 0
    while written < bytes.count, let base = bytes.baseAddress {
      let count = kernel_write(descriptor, base + written, UInt64(bytes.count - written))
      if count == -Int64(EINTR) { continue }
      guard count > 0 else { return false }
      written += Int(count)
    }
    return true
  }
}
