extension PickleReader {
  private mutating func new(_ value: PickleValue) throws(ModelError) -> PickleID {
    guard document.values.count < valueLimit else { throw tooMany() }
    document.values.append(value)
    return PickleID(index: UInt32(document.values.count - 1))
  }

  mutating func pushNew(_ value: PickleValue) throws(ModelError) {
    push(try new(value))
  }

  mutating func pushLong(_ count: Int) throws(ModelError) {
    guard count >= 0 else { throw cursor.damaged("has an integer of \(count) bytes") }
    let run = try cursor.run(count: count)
    guard count <= 8 else { return try pushNew(.hugeInteger) }
    var bits: UInt64 = 0
    for index in 0..<count {
      bits |= UInt64(cursor.bytes[run.offset + index]) << (8 * UInt64(index))
    }
    let unused = UInt64(64 - 8 * count)
    try pushNew(.integer(count == 0 ? 0 : Int64(bitPattern: bits << unused) >> Int64(unused)))
  }

  mutating func pushString(_ run: PickleBytes) throws(ModelError) {
    let text = UnsafeRawBufferPointer(
      rebasing: cursor.bytes[run.range])
    // Python writes lone surrogates as "surrogatepass" does; latin-1 data in protocol 2 has none.
    guard String(validating: text, as: UTF8.self) != nil else {
      throw cursor.damaged("has a string that is not UTF-8")
    }
    try pushNew(.string(run))
  }

  mutating func pushTuple(of count: Int) throws(ModelError) {
    var items: [PickleID] = []
    for _ in 0..<count { items.append(try pop()) }
    try pushSequence(items.reversed()) { .tuple($0) }
  }

  mutating func pushSequence(
    _ items: [PickleID], _ make: (Int) -> PickleValue
  ) throws(ModelError) {
    document.sequences.append(items)
    try pushNew(make(document.sequences.count - 1))
  }

  mutating func extend(_ items: [PickleID]) throws(ModelError) {
    switch document[try top()] {
    case .list(let sequence), .set(let sequence):
      document.sequences[sequence].append(contentsOf: items)
    default: throw cursor.damaged("appends to something that is no list")
    }
  }

  mutating func setItems(_ pairs: [PickleID]) throws(ModelError) {
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
