import PlainText

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
  private static let nestingLimit = 32

  /// What one pickle works with; joblib's nested pickles start with a fresh one.
  private struct Machine {
    var stack: [PickleID] = []
    var marks: [Int] = []
    var memo = PickleMemo()
    /// The joblib wrapper in the enclosing pickle that this one is the content of.
    var wrapper: Int?
  }

  private var cursor: PickleCursor
  private let document: PickleDocument
  private let valueLimit: Int
  private var machine = Machine()
  private var enclosing: [Machine] = []
  private var opcodePosition = 0
  private let none, yes, no, emptyTuple: PickleID
  private let firstSmallInteger: UInt32

  /// Reads the pickle that `source` holds.
  static func read(_ source: UnsafeRawBufferPointer) throws(ModelError) -> PickleDocument {
    var reader = PickleReader(source)
    return try reader.run()
  }

  private init(_ source: UnsafeRawBufferPointer) {
    cursor = PickleCursor(source)
    document = PickleDocument(source: source)
    valueLimit = PickleReader.valueLimit(for: source.count)
    document.sequences.append([])
    document.values = [.none, .boolean(true), .boolean(false), .tuple(0)]
    none = PickleID(index: 0)
    yes = PickleID(index: 1)
    no = PickleID(index: 2)
    emptyTuple = PickleID(index: 3)
    firstSmallInteger = 4
    for value in 0..<256 { document.values.append(.integer(Int64(value))) }
  }

  private mutating func run() throws(ModelError) -> PickleDocument {
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
    case PickleOpcode.shortBinBytes: try pushNew(.bytes(try cursor.run(lengthBytes: 1)))
    case PickleOpcode.binBytes: try pushNew(.bytes(try cursor.run(lengthBytes: 4)))
    case PickleOpcode.binBytes8, PickleOpcode.byteArray8:
      try pushNew(.bytes(try cursor.run(lengthBytes: 8)))

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
  private mutating func push(_ id: PickleID) { machine.stack.append(id) }

  private mutating func pushInteger(_ small: Int64) {
    push(PickleID(index: firstSmallInteger + UInt32(small)))
  }

  private func top() throws(ModelError) -> PickleID {
    guard let last = machine.stack.last, machine.stack.count > (machine.marks.last ?? 0) else {
      throw cursor.damaged("takes a value from an empty stack")
    }
    return last
  }

  private mutating func pop() throws(ModelError) -> PickleID {
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

  private func tooMany() -> ModelError {
    ModelError(
      .tooLarge, cause: "holds more values than a model of its size can",
      remedy: "check where the file comes from", position: "byte \(opcodePosition)")
  }
}

// MARK: - Values

extension PickleReader {
  private mutating func new(_ value: PickleValue) throws(ModelError) -> PickleID {
    guard document.values.count < valueLimit else { throw tooMany() }
    document.values.append(value)
    return PickleID(index: UInt32(document.values.count - 1))
  }

  private mutating func pushNew(_ value: PickleValue) throws(ModelError) {
    push(try new(value))
  }

  private mutating func pushLong(_ count: Int) throws(ModelError) {
    guard count >= 0 else { throw cursor.damaged("has an integer of \(count) bytes") }
    let run = try cursor.run(count: count)
    guard count <= 8 else { return try pushNew(.hugeInteger) }
    var bits: UInt64 = 0
    for index in 0..<count {
      bits |= UInt64(cursor.source[run.offset + index]) << (8 * UInt64(index))
    }
    let unused = UInt64(64 - 8 * count)
    try pushNew(.integer(count == 0 ? 0 : Int64(bitPattern: bits << unused) >> Int64(unused)))
  }

  private mutating func pushString(_ run: PickleBytes) throws(ModelError) {
    let text = UnsafeRawBufferPointer(
      rebasing: cursor.source[run.offset..<(run.offset + run.count)])
    // Python writes lone surrogates as "surrogatepass" does; latin-1 data in protocol 2 has none.
    guard String(validating: text, as: UTF8.self) != nil else {
      throw cursor.damaged("has a string that is not UTF-8")
    }
    try pushNew(.string(run))
  }

  private mutating func pushTuple(of count: Int) throws(ModelError) {
    var items: [PickleID] = []
    for _ in 0..<count { items.append(try pop()) }
    try pushSequence(items.reversed()) { .tuple($0) }
  }

  private mutating func pushSequence(
    _ items: [PickleID], _ make: (Int) -> PickleValue
  ) throws(ModelError) {
    document.sequences.append(items)
    try pushNew(make(document.sequences.count - 1))
  }

  private mutating func extend(_ items: [PickleID]) throws(ModelError) {
    switch document[try top()] {
    case .list(let sequence), .set(let sequence):
      document.sequences[sequence].append(contentsOf: items)
    default: throw cursor.damaged("appends to something that is no list")
    }
  }

  private mutating func setItems(_ pairs: [PickleID]) throws(ModelError) {
    switch document[try top()] {
    case .dictionary(let sequence):
      document.sequences[sequence].append(contentsOf: pairs)
    case .object:
      // Subclasses of dict (Bunch, OrderedDict): nothing that a model computes with.
      break
    default: throw cursor.damaged("sets items of something that is no dictionary")
    }
  }
}

// MARK: - Names and objects

extension PickleReader {
  private mutating func pushGlobal(
    _ module: PickleBytes, _ name: PickleBytes
  ) throws(ModelError) {
    let moduleName = document.withBytes(module) { String(decoding: $0, as: UTF8.self) }
    let className = document.withBytes(name) { String(decoding: $0, as: UTF8.self) }
    if let global = PickleGlobal.named(module: moduleName, name: className) {
      return try pushNew(.global(global))
    }
    let quoted = OneLine.quoting("\(moduleName).\(className)")
    if PickleGlobal.librariesModules.contains(where: { moduleName.hasPrefix($0) }),
      className.first?.isUppercase == true, !className.contains(".")
    {
      let wrapsBooster = ["xgboost.", "lightgbm.", "catboost"].contains {
        moduleName.hasPrefix($0)
      }
      throw ModelError(
        .unsupported, cause: "names \(quoted), which udfd does not serve",
        remedy: wrapsBooster
          ? "save the model itself with its save_model and load that file"
          : "docs/models.md lists what it serves; export other models to ONNX",
        position: "byte \(opcodePosition)")
    }
    throw cursor.refused("names \(quoted), which no model needs", at: opcodePosition)
  }

  private mutating func construct(
    _ callee: PickleID, _ arguments: PickleID
  ) throws(ModelError) {
    guard case .global(let type) = document[callee] else {
      throw cursor.refused("calls \(document.describe(callee))", at: opcodePosition)
    }
    guard case .tuple(let sequence) = document[arguments] else {
      throw cursor.damaged("constructs from something that is no tuple")
    }
    switch type.role {
    case .encode: try pushLatin1(document.sequences[sequence])
    case .bytesType where document.sequences[sequence].isEmpty:
      try pushNew(.bytes(PickleBytes(offset: 0, count: 0)))
    case .setType:
      // Shares the list that it is made from: a copy of it could be asked for without end.
      guard let list = document.sequences[sequence].first else {
        return try pushSequence([]) { .set($0) }
      }
      guard case .list(let items) = document[list] else {
        throw cursor.damaged("makes a set of something that is no list")
      }
      try pushNew(.set(items))
    case .dictionaryType: try pushSequence([]) { .dictionary($0) }
    default:
      document.objects.append(PickleObject(type: type, arguments: arguments))
      try pushNew(.object(document.objects.count - 1))
    }
  }

  /// Protocol 2 has no bytes: it writes them as text to be encoded in latin-1.
  private mutating func pushLatin1(_ arguments: [PickleID]) throws(ModelError) {
    guard let text = arguments.first, case .string(let run) = document[text],
      document.decoded.count + run.count <= cursor.source.count
    else { throw cursor.damaged("encodes something that is no string, or the same string again") }
    let start = document.decoded.count
    let ends = document.withBytes(run) { bytes in
      Latin1.append(bytes, to: &document.decoded)
    }
    guard ends else { throw cursor.damaged("has bytes that are not latin-1") }
    try pushNew(
      .bytes(
        PickleBytes(offset: start, count: document.decoded.count - start, isDecoded: true)))
  }

  private mutating func build() throws(ModelError) {
    let state = try pop()
    guard case .object(let index) = document[try top()] else {
      throw cursor.refused("gives a state to something that is no object", at: opcodePosition)
    }
    guard document.objects[index].state == nil else {
      throw cursor.damaged("gives an object its state twice")
    }
    document.objects[index].state = state
    if document.objects[index].type.role == .joblibArray { try readJoblibArray(index) }
  }

  /// joblib writes an array's data behind the BUILD of its wrapper, outside of the pickle.
  private mutating func readJoblibArray(_ index: Int) throws(ModelError) {
    document.isJoblib = true
    let layout = try JoblibArrayLayout(document, document.objects[index])
    if layout.isNestedPickle {
      guard enclosing.count < PickleReader.nestingLimit else { throw tooMany() }
      enclosing.append(machine)
      machine = Machine()
      machine.wrapper = index
      return
    }
    if layout.isPadded { _ = try cursor.run(lengthBytes: 1) }
    document.objects[index].rawData = try cursor.run(count: layout.bytes)
  }
}
