/// The constants of a machine's expressions, each once, with the register it lies in.
struct ConstantPool {
  private struct Key: Hashable {
    var kind: ValueKind
    var word: UInt64
    var text: [UInt8]
  }

  private let first: Int
  private var registers: [Key: Int] = [:]
  /// The words of the constants' registers, from the first on.
  private(set) var words: [UInt64] = []
  /// Texts lie in memory of their own, for as long as the machine lives.
  private(set) var texts: [UnsafeMutableBufferPointer<UInt8>] = []

  init(first: Int) {
    self.first = first
  }

  /// nil when there are more than can be addressed.
  mutating func register(of value: LambdaValue) -> Int? {
    let key = Self.key(of: value)
    if let known = registers[key] { return known }
    let register = first + words.count
    guard register + 2 <= Int(UInt16.max) else { return nil }
    registers[key] = register
    guard case .bytes(let bytes) = value else {
      words.append(key.word)
      return register
    }
    let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(bytes.count, 1))
    _ = copy.update(from: bytes)
    texts.append(copy)
    words.append(UInt64(UInt(bitPattern: copy.baseAddress)))
    words.append(UInt64(bytes.count))
    return register
  }

  private static func key(of value: LambdaValue) -> Key {
    switch value {
    case .missing: Key(kind: .missing, word: 0, text: [])
    case .float(let number): Key(kind: .float, word: number.bitPattern, text: [])
    case .int(let number): Key(kind: .int, word: UInt64(bitPattern: number), text: [])
    case .bool(let flag): Key(kind: .bool, word: flag ? 1 : 0, text: [])
    case .bytes(let bytes): Key(kind: .string, word: 0, text: bytes)
    case .duration(let nanoseconds), .time(let nanoseconds):
      Key(kind: value.kind, word: UInt64(bitPattern: nanoseconds), text: [])
    }
  }
}
