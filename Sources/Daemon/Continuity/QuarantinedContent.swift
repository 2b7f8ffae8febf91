/// A frame that was set aside, with all that it takes to try it again.
///
/// A file is one line of text, `udfd-quarantine 2 UDF TASK NODE DEATHS FAULTS SESSION STATE`, then so many bytes of
/// session state, so many of the handler's, then the frame. Names are percent-encoded: they come from outside. Version 1
/// has the names and the frame alone.
public struct QuarantinedContent: Sendable {
  public let udf: String
  public let task: String
  public let node: String
  /// How often a process died while it handled the frame.
  public let deaths: UInt32
  /// Of these, how often by a fault of its own.
  public let faults: UInt32
  /// `SessionState`, encoded, as it was before the frame: options and open batch. Empty: it is not known.
  public let session: [UInt8]
  /// The handler's state before the frame, as a snapshot carries it. Empty: it had none, or it is not known.
  public let handlerState: [UInt8]
  /// With its length prefix.
  public private(set) var frame: [UInt8] = []

  /// A larger state is not kept beside its frame: the quarantine's room is for frames.
  static let maximumStateBytes = 4 << 20

  init(
    udf: String, task: String, node: String, deaths: UInt32, faults: UInt32, session: [UInt8],
    handlerState: [UInt8]
  ) {
    self.udf = udf
    self.task = task
    self.node = node
    self.deaths = deaths
    self.faults = faults
    self.session = session
    self.handlerState = handlerState.count <= Self.maximumStateBytes ? handlerState : []
  }

  /// All of the file that stands before the frame.
  var header: [UInt8] {
    let names = [udf, task, node].map { Self.encoded($0) }
    let numbers = [Int(deaths), Int(faults), session.count, handlerState.count].map { "\($0)" }
    let line = (["udfd-quarantine", "2"] + names + numbers).joined(separator: " ")
    return Array("\(line)\n".utf8) + session + handlerState
  }

  /// nil where the file is not one of ours.
  public init?(file: [UInt8]) {
    guard let lineEnd = file.prefix(4096).firstIndex(of: 0x0a) else { return nil }
    let words = String(decoding: file[..<lineEnd], as: UTF8.self).split(
      separator: " ", omittingEmptySubsequences: false)
    guard words.count >= 5, words[0] == "udfd-quarantine" else { return nil }
    var rest = file[(lineEnd + 1)...]
    var numbers: [Int] = [0, 0, 0, 0]
    switch (words[1], words.count) {
    case ("1", 5): break
    case ("2", 9):
      numbers = words[5...].compactMap { UInt32($0) }.map(Int.init)
      guard numbers.count == 4, numbers[2] <= rest.count, numbers[3] <= rest.count - numbers[2]
      else { return nil }
    default: return nil
    }
    let names = words[2..<5].map { Self.decoded(String($0)) }
    session = Array(rest.prefix(numbers[2]))
    rest = rest.dropFirst(numbers[2])
    handlerState = Array(rest.prefix(numbers[3]))
    frame = Array(rest.dropFirst(numbers[3]))
    (udf, task, node) = (names[0], names[1], names[2])
    (deaths, faults) = (UInt32(numbers[0]), UInt32(numbers[1]))
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
