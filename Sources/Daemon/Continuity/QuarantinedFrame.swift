import CKernel
import Glibc

/// A frame that was set aside, as it lies in its file: a line of text that says whose it is, then the frame.
///
/// The line is `udfd-quarantine 1 UDF TASK NODE`, each name percent-encoded: they come from outside.
public struct QuarantinedFrame: Sendable {
  public let name: String
  public let bytes: Int

  private static let suffix = ".frame"

  /// Names sort by time. Nothing of them comes from outside.
  static func newName() -> String {
    let time = String(UInt64(kernel_realtime_nanoseconds()), radix: 16)
    return String(repeating: "0", count: max(0, 16 - time.count)) + time + suffix
  }

  static func header(udf: String, task: String, node: String) -> [UInt8] {
    let names = [udf, task, node].map { encoded($0) }.joined(separator: " ")
    return Array("udfd-quarantine 1 \(names)\n".utf8)
  }

  /// The frames that were set aside, oldest first.
  public static func list(in directory: String) -> [QuarantinedFrame] {
    guard let stream = opendir(directory) else { return [] }
    defer { closedir(stream) }
    var frames: [QuarantinedFrame] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      var status = stat()
      guard name.hasSuffix(suffix), lstat("\(directory)/\(name)", &status) == 0 else { continue }
      frames.append(QuarantinedFrame(name: name, bytes: Int(status.st_size)))
    }
    return frames.sorted { $0.name < $1.name }
  }

  /// Whose frame it is, and the frame with its length prefix; nil where the file is not one of ours.
  public static func parse(_ file: [UInt8]) -> (
    udf: String, task: String, node: String, frame: [UInt8]
  )? {
    guard let lineEnd = file.prefix(4096).firstIndex(of: 0x0a) else { return nil }
    let words = String(decoding: file[..<lineEnd], as: UTF8.self).split(
      separator: " ", omittingEmptySubsequences: false)
    guard words.count == 5, words[0] == "udfd-quarantine", words[1] == "1" else { return nil }
    let names = words[2...].map { decoded(String($0)) }
    return (names[0], names[1], names[2], Array(file[(lineEnd + 1)...]))
  }

  private static func encoded(_ text: String) -> String {
    text.utf8.prefix(255).map { byte in
      let isPlain =
        (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
        || byte == 0x5f || byte == 0x2d || byte == 0x2e
      let hex = String(byte, radix: 16)
      return isPlain ? String(UnicodeScalar(byte)) : "%" + (hex.count == 1 ? "0" + hex : hex)
    }.joined()
  }

  private static func decoded(_ text: String) -> String {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == 0x25, rest.count >= 2,
        let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
