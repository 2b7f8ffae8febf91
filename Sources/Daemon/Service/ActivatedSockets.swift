import CKernel
import Glibc
import KapacitorUDF

/// The listening sockets that systemd passed, by the UDF they are for (FileDescriptorName).
struct ActivatedSockets: Sendable {
  private let descriptors: [String: Int32]

  init(_ inherited: [InheritedDescriptor]) {
    var descriptors: [String: Int32] = [:]
    for passed in inherited
    where passed.isListeningSocket && KeptListener(name: passed.name, descriptor: -1) == nil {
      descriptors[passed.name] = passed.descriptor
    }
    self.descriptors = descriptors
  }

  func descriptor(for udf: String) -> Int32? { descriptors[udf] }

  /// What a passed socket is and the configuration would have it be; and sockets of no UDF.
  func warnings(for udfs: [UDFSection]) -> [String] {
    var warnings: [String] = []
    for (name, descriptor) in descriptors.sorted(by: { $0.key < $1.key }) {
      guard let udf = udfs.first(where: { $0.name == name }) else {
        warnings.append(
          "a socket was passed for \(name), but there is no [udf.\(name)]: "
            + "disable udfd@\(name).socket or configure the UDF")
        continue
      }
      guard let path = ActivatedSockets.path(of: descriptor) else { continue }
      if path != udf.socketPath {
        warnings.append(
          "udf \(name): the passed socket is \(path), the configuration says \(udf.socketPath); "
            + "the passed one is served")
      }
      var status = stat()
      let wanted = udf.socketMode
      if stat(path, &status) == 0, status.st_mode & 0o777 != wanted {
        warnings.append(
          "udf \(name): the passed socket has mode \(octal(status.st_mode & 0o777)), the configuration "
            + "says \(octal(wanted)); the passed one's holds (SocketMode= in udfd@.socket)")
      }
    }
    return warnings
  }

  private func octal(_ mode: UInt32) -> String {
    let digits = String(mode, radix: 8)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  static func path(of descriptor: Int32) -> String? {
    var address = sockaddr_un()
    var length = socklen_t(MemoryLayout<sockaddr_un>.size)
    let result = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        getsockname(descriptor, $0, &length)
      }
    }
    guard result == 0 else { return nil }
    return withUnsafeBytes(of: address.sun_path) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
  }
}
