/// Reads pickles (protocols 2 to 5, and joblib's arrays within them) as data.
///
/// A pickle is a program for a machine with a stack. This one knows no calls: REDUCE, NEWOBJ and
/// BUILD only note down class, arguments and state, and only for the names in `PickleGlobal`.
/// Everything else is refused by name. It needs no recursion, and memory of at most 32 times the
/// file plus 1 MiB.
struct PickleReader {
  /// Values: a library's pickle has one in three bytes at most, since small integers and constants
  /// are shared here.
  private static func valueLimit(for bytes: Int) -> Int { 4_096 + bytes / 2 }
  /// Pickles within joblib's pickles.
  static let nestingLimit = 32

  /// What one pickle works with; joblib's nested pickles start with a fresh one.
  struct Machine {
    var stack: [PickleID] = []
    var marks: [Int] = []
    var memo = PickleMemo()
    /// The joblib wrapper in the enclosing pickle that this one is the content of.
    var wrapper: Int?
  }

  var cursor: PickleCursor
  let document: PickleDocument
  let valueLimit: Int
  var machine = Machine()
  var enclosing: [Machine] = []
  var opcodePosition = 0
  private let none, yes, no, emptyTuple: PickleID
  private let firstSmallInteger: UInt32

  /// Reads the pickle that `source` holds.
  static func read(_ source: PickleSource) throws(ModelError) -> PickleDocument {
    var reader = PickleReader(source)
    return try reader.run()
  }

  private init(_ source: PickleSource) {
    cursor = PickleCursor(source)
    document = PickleDocument(source: source)
    valueLimit = PickleReader.valueLimit(for: source.bytes.count)
    document.sequences.append([])
    document.values = [.none, .boolean(true), .boolean(false), .tuple(0)]
    none = PickleID(index: 0)
    yes = PickleID(index: 1)
    no = PickleID(index: 2)
    emptyTuple = PickleID(index: 3)
    firstSmallInteger = 4
    for value in 0..<256 { document.values.append(.integer(Int64(value))) }
  }

  mutating func run() throws(ModelError) -> PickleDocument {
    while true {
      opcodePosition = cursor.position
      let opcode = try cursor.byte()
      if opcode == PickleOpcode.stop {
        let result = try pop()
        guard let wrapper = machine.wrapper, let outer = enclosing.popLast() else {
          document.root = result
          return document
        }
        document.objects[wrapper].nested = result
        machine = outer
      } else {
        try execute(opcode)
      }
    }
  }

  private mutating func execute(_ opcode: UInt8) throws(ModelError) {
    switch opcode {
    case PickleOpcode.proto: try checkProtocol()
    case PickleOpcode.frame:
      let length = try cursor.unsigned(8)
      guard length <= UInt64(cursor.remaining) else {
        throw cursor.damaged("a frame of \(length) bytes where \(cursor.remaining) are left")
      }
    case PickleOpcode.mark: machine.marks.append(machine.stack.count)
    case PickleOpcode.pop: try popOrUnmark()
    case PickleOpcode.popMark: _ = try popToMark()
    case PickleOpcode.dup: push(try top())

    case PickleOpcode.none: push(none)
    case PickleOpcode.newTrue: push(yes)
    case PickleOpcode.newFalse: push(no)
    case PickleOpcode.binInt1: pushInteger(Int64(try cursor.byte()))
    case PickleOpcode.binInt2: try pushNew(.integer(Int64(try cursor.unsigned(2))))
    case PickleOpcode.binInt:
      let bits = UInt32(truncatingIfNeeded: try cursor.unsigned(4))
      try pushNew(.integer(Int64(Int32(bitPattern: bits))))
    case PickleOpcode.long1: try pushLong(Int(try cursor.byte()))
    case PickleOpcode.long4:
      let bits = UInt32(truncatingIfNeeded: try cursor.unsigned(4))
      try pushLong(Int(Int32(bitPattern: bits)))
    case PickleOpcode.binFloat:
      try pushNew(.number(Double(bitPattern: UInt64(bigEndian: try littleEndianEight()))))

    case PickleOpcode.shortBinUnicode: try pushString(try cursor.run(lengthBytes: 1))
    case PickleOpcode.binUnicode: try pushString(try cursor.run(lengthBytes: 4))
    case PickleOpcode.binUnicode8: try pushString(try cursor.run(lengthBytes: 8))
    case PickleOpcode.shortBinBytes: try pushNew(.bytes(try cursor.data(lengthBytes: 1)))
    case PickleOpcode.binBytes: try pushNew(.bytes(try cursor.data(lengthBytes: 4)))
    case PickleOpcode.binBytes8, PickleOpcode.byteArray8:
      try pushNew(.bytes(try cursor.data(lengthBytes: 8)))

    case PickleOpcode.emptyTuple: push(emptyTuple)
    case PickleOpcode.tuple1: try pushTuple(of: 1)
    case PickleOpcode.tuple2: try pushTuple(of: 2)
    case PickleOpcode.tuple3: try pushTuple(of: 3)
    case PickleOpcode.tuple: try pushSequence(try popToMark()) { .tuple($0) }
    case PickleOpcode.emptyList: try pushSequence([]) { .list($0) }
    case PickleOpcode.list: try pushSequence(try popToMark()) { .list($0) }
    case PickleOpcode.emptyDict: try pushSequence([]) { .dictionary($0) }
    case PickleOpcode.dict: try pushSequence(try evenPairs(popToMark())) { .dictionary($0) }
    case PickleOpcode.emptySet: try pushSequence([]) { .set($0) }
    case PickleOpcode.frozenSet: try pushSequence(try popToMark()) { .set($0) }
    case PickleOpcode.append: try extend([try pop()])
    case PickleOpcode.appends, PickleOpcode.addItems: try extend(try popToMark())
    case PickleOpcode.setItem:
      let value = try pop()
      try setItems([try pop(), value])
    case PickleOpcode.setItems: try setItems(try evenPairs(popToMark()))

    case PickleOpcode.binPut: try memoize(UInt32(try cursor.byte()))
    case PickleOpcode.longBinPut:
      try memoize(UInt32(truncatingIfNeeded: try cursor.unsigned(4)))
    case PickleOpcode.memoize: try memoize(UInt32(clamping: machine.memo.count))
    case PickleOpcode.binGet: try recall(UInt32(try cursor.byte()))
    case PickleOpcode.longBinGet: try recall(UInt32(truncatingIfNeeded: try cursor.unsigned(4)))

    case PickleOpcode.global:
      let module = try cursor.line()
      try pushGlobal(module, try cursor.line())
    case PickleOpcode.stackGlobal:
      let name = try pop()
      let module = try pop()
      guard case .string(let moduleRun) = document[module],
        case .string(let nameRun) = document[name]
      else { throw cursor.damaged("names a class by something that is no string") }
      try pushGlobal(moduleRun, nameRun)
    case PickleOpcode.reduce, PickleOpcode.newObj:
      let arguments = try pop()
      try construct(try pop(), arguments)
    case PickleOpcode.newObjEx:
      _ = try pop()  // Keyword arguments: none of the classes read here has any.
      let arguments = try pop()
      try construct(try pop(), arguments)
    case PickleOpcode.build: try build()

    default:
      if let reason = PickleOpcode.refusal(opcode) {
        throw cursor.refused("holds \(reason)", at: opcodePosition)
      }
      throw cursor.damaged("is no pickle: unknown opcode \(opcode)")
    }
  }

  private mutating func checkProtocol() throws(ModelError) {
    let version = try cursor.byte()
    guard (2...5).contains(version) else {
      throw ModelError(
        .unsupported, cause: "is a pickle of protocol \(version); udfd reads 2 to 5",
        remedy: "save it with pickle.dump(model, file, protocol=4)", position: "byte 1")
    }
  }

  private mutating func littleEndianEight() throws(ModelError) -> UInt64 {
    UInt64(littleEndian: try cursor.unsigned(8))
  }
}

// MARK: - The stack

extension PickleReader {
  mutating func push(_ id: PickleID) { machine.stack.append(id) }

  private mutating func pushInteger(_ small: Int64) {
    push(PickleID(index: firstSmallInteger + UInt32(small)))
  }

  func top() throws(ModelError) -> PickleID {
    guard let last = machine.stack.last, machine.stack.count > (machine.marks.last ?? 0) else {
      throw cursor.damaged("takes a value from an empty stack")
    }
    return last
  }

  mutating func pop() throws(ModelError) -> PickleID {
    let id = try top()
    machine.stack.removeLast()
    return id
  }

  private mutating func popOrUnmark() throws(ModelError) {
    if let mark = machine.marks.last, machine.stack.count == mark {
      machine.marks.removeLast()
    } else {
      _ = try pop()
    }
  }

  private mutating func popToMark() throws(ModelError) -> [PickleID] {
    guard let mark = machine.marks.popLast() else {
      throw cursor.damaged("closes a group that was not opened")
    }
    let items = Array(machine.stack[mark...])
    machine.stack.removeLast(items.count)
    return items
  }

  private func evenPairs(_ items: [PickleID]) throws(ModelError) -> [PickleID] {
    guard items.count.isMultiple(of: 2) else { throw cursor.damaged("has a key without a value") }
    return items
  }

  private mutating func memoize(_ index: UInt32) throws(ModelError) {
    guard machine.memo.count < valueLimit else { throw tooMany() }
    machine.memo.set(index, try top())
  }

  private mutating func recall(_ index: UInt32) throws(ModelError) {
    guard let id = machine.memo[index] else {
      throw cursor.damaged("refers to value \(index), which is not remembered")
    }
    push(id)
  }

  func tooMany() -> ModelError {
    ModelError(
      .tooLarge, cause: "holds more values than a model of its size can",
      remedy: "check where the file comes from", position: "byte \(opcodePosition)")
  }
}
