import CKernel
import Glibc

/// One client of the control socket, from its line to the end of its answer.
struct ControlClientState {
  private enum Phase {
    case receiving([UInt8])
    /// Until a reload ends.
    case waiting
    case sending(ArraySlice<UInt8>)
    case over
  }

  let number: UInt64
  let descriptor: Int32
  /// Monotonic; nil while it waits for us and not we for it.
  private(set) var deadline: Int64?
  private var phase = Phase.receiving([])

  init(number: UInt64, descriptor: Int32, deadline: Int64) {
    self.number = number
    self.descriptor = descriptor
    self.deadline = deadline
  }

  var isOver: Bool {
    if case .over = phase { true } else { false }
  }

  var events: Int16 {
    switch phase {
    case .receiving: Int16(POLLIN)
    case .sending: Int16(POLLOUT)
    // Errors and the end are reported whatever is asked for.
    case .waiting, .over: 0
    }
  }

  /// Reads; the line once it is complete.
  mutating func receiveLine(_ now: Int64) -> String? {
    guard case .receiving(var bytes) = phase else {
      if case .waiting = phase { phase = .over }
      return nil
    }
    var buffer = [UInt8](repeating: 0, count: ControlServer.maximumRequestBytes + 1)
    let count = read(descriptor, &buffer, buffer.count)
    if count <= 0 {
      if count == 0 || (errno != EAGAIN && errno != EINTR) { phase = .over }
      return nil
    }
    bytes += buffer.prefix(count)
    if let end = bytes.firstIndex(of: UInt8(ascii: "\n")) {
      return String(decoding: bytes[..<end], as: UTF8.self)
    }
    if bytes.count > ControlServer.maximumRequestBytes {
      answer(.error("the request is too long"), now)
    } else {
      phase = .receiving(bytes)
    }
    return nil
  }

  mutating func waitForAnswer() {
    deadline = nil
    phase = .waiting
  }

  mutating func answer(_ answer: ControlAnswer, _ now: Int64) {
    deadline = now + ControlServer.patienceNanoseconds
    phase = .sending(answer.bytes[...])
    sendPending()
  }

  mutating func sendPending() {
    guard case .sending(var bytes) = phase else { return }
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count > 0 {
        bytes = bytes.dropFirst(count)
      } else if errno == EAGAIN {
        phase = .sending(bytes)
        return
      } else if errno != EINTR {
        break
      }
    }
    // The other direction's unread bytes would turn the close into a reset that eats the answer.
    _ = shutdown(descriptor, Int32(SHUT_WR))
    phase = .over
  }

  mutating func expire(at now: Int64) {
    if let deadline, now >= deadline { phase = .over }
  }
}
