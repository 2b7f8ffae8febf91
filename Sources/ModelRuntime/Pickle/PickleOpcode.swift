/// The opcodes of pickle protocols 2 to 5 that udfd reads. Those of protocols 0 and 1 that spell
/// values as text, and those that reach outside of the file, are refused by name.
enum PickleOpcode {
  static let mark = UInt8(ascii: "(")
  static let stop = UInt8(ascii: ".")
  static let pop = UInt8(ascii: "0")
  static let popMark = UInt8(ascii: "1")
  static let dup = UInt8(ascii: "2")
  static let binInt = UInt8(ascii: "J")
  static let binInt1 = UInt8(ascii: "K")
  static let binInt2 = UInt8(ascii: "M")
  static let none = UInt8(ascii: "N")
  static let reduce = UInt8(ascii: "R")
  static let binUnicode = UInt8(ascii: "X")
  static let append = UInt8(ascii: "a")
  static let build = UInt8(ascii: "b")
  static let global = UInt8(ascii: "c")
  static let dict = UInt8(ascii: "d")
  static let emptyDict = UInt8(ascii: "}")
  static let appends = UInt8(ascii: "e")
  static let binGet = UInt8(ascii: "h")
  static let longBinGet = UInt8(ascii: "j")
  static let list = UInt8(ascii: "l")
  static let emptyList = UInt8(ascii: "]")
  static let binPut = UInt8(ascii: "q")
  static let longBinPut = UInt8(ascii: "r")
  static let setItem = UInt8(ascii: "s")
  static let tuple = UInt8(ascii: "t")
  static let emptyTuple = UInt8(ascii: ")")
  static let setItems = UInt8(ascii: "u")
  static let binFloat = UInt8(ascii: "G")
  static let binBytes = UInt8(ascii: "B")
  static let shortBinBytes = UInt8(ascii: "C")
  static let proto: UInt8 = 0x80
  static let newObj: UInt8 = 0x81
  static let tuple1: UInt8 = 0x85
  static let tuple2: UInt8 = 0x86
  static let tuple3: UInt8 = 0x87
  static let newTrue: UInt8 = 0x88
  static let newFalse: UInt8 = 0x89
  static let long1: UInt8 = 0x8A
  static let long4: UInt8 = 0x8B
  static let shortBinUnicode: UInt8 = 0x8C
  static let binUnicode8: UInt8 = 0x8D
  static let binBytes8: UInt8 = 0x8E
  static let emptySet: UInt8 = 0x8F
  static let addItems: UInt8 = 0x90
  static let frozenSet: UInt8 = 0x91
  static let newObjEx: UInt8 = 0x92
  static let stackGlobal: UInt8 = 0x93
  static let memoize: UInt8 = 0x94
  static let frame: UInt8 = 0x95
  static let byteArray8: UInt8 = 0x96

  /// Why an opcode that is none of the above is refused; nil: there is no such opcode.
  static func refusal(_ opcode: UInt8) -> String? {
    switch opcode {
    case UInt8(ascii: "i"): "INST, which only classes of Python 2 need"
    case UInt8(ascii: "o"): "OBJ, which only classes of Python 2 need"
    case UInt8(ascii: "P"), UInt8(ascii: "Q"): "a persistent id, which refers outside of the file"
    case 0x82, 0x83, 0x84: "an extension code, which refers outside of the file"
    case 0x97, 0x98: "an out-of-band buffer, which refers outside of the file"
    case UInt8(ascii: "I"), UInt8(ascii: "L"), UInt8(ascii: "F"), UInt8(ascii: "S"),
      UInt8(ascii: "V"), UInt8(ascii: "g"), UInt8(ascii: "p"), UInt8(ascii: "T"),
      UInt8(ascii: "U"):
      "text values of pickle protocol 0 or 1"
    default: nil
    }
  }
}
