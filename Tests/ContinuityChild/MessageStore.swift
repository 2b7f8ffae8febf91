import CKernel
import Daemon

/// The store of a test: messages to the process that started this one.
struct MessageStore: ConnectionStore {
  let socket: Int32

  init(_ socket: Int32) { self.socket = socket }

  var isOn: Bool { true }

  func store(connection: Int32, journal: Int32, name: String) {
    send("+" + name, [connection, journal])
  }

  func remove(name: String) { send("-" + name, []) }

  private func send(_ text: String, _ descriptors: [Int32]) {
    let bytes = Array(text.utf8)
    _ = bytes.withUnsafeBytes {
      kernel_send_descriptors(
        socket, $0.baseAddress, UInt64($0.count), descriptors, UInt32(descriptors.count))
    }
  }
}
