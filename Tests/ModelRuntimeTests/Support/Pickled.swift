/// Pickles put together by hand, opcode by opcode.
struct Pickled {
  private(set) var bytes: [UInt8] = [0x80, 0x04]

  init() {}

  static func + (left: Pickled, right: [UInt8]) -> Pickled {
    var result = left
    result.bytes += right
    return result
  }

  static func + (left: Pickled, right: String) -> Pickled { left + Array(right.utf8) }

  /// SHORT_BINUNICODE
  func text(_ text: String) -> Pickled { self + [0x8C, UInt8(text.utf8.count)] + text }

  /// STACK_GLOBAL
  func global(_ module: String, _ name: String) -> Pickled {
    text(module).text(name) + [0x93]
  }

  /// STOP
  var stopped: [UInt8] { bytes + [UInt8(ascii: ".")] }
}
