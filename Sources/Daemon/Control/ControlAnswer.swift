/// An answer over the control socket: `ok` or `error` on the first line, then the payload to the end.
struct ControlAnswer: Equatable {
  let isOK: Bool
  let payload: String

  static func ok(_ payload: String) -> ControlAnswer {
    ControlAnswer(isOK: true, payload: payload)
  }

  static func error(_ payload: String) -> ControlAnswer {
    ControlAnswer(isOK: false, payload: payload)
  }

  var bytes: [UInt8] { Array(((isOK ? "ok\n" : "error\n") + payload + "\n").utf8) }

  init(isOK: Bool, payload: String) {
    self.isOK = isOK
    self.payload = payload
  }

  /// nil: not an answer of a udfd, or one that was cut.
  init?(bytes: [UInt8]) {
    guard bytes.last == UInt8(ascii: "\n"), let end = bytes.firstIndex(of: UInt8(ascii: "\n"))
    else {
      return nil
    }
    switch String(decoding: bytes[..<end], as: UTF8.self) {
    case "ok": isOK = true
    case "error": isOK = false
    default: return nil
    }
    payload = String(decoding: bytes[(end + 1)...].dropLast(), as: UTF8.self)
  }
}
