/// A pickle that was read: all of its values, side by side.
///
/// Alive only within the load, since it points into the file's bytes.
final class PickleDocument {
  let source: UnsafeRawBufferPointer
  /// Bytes that do not stand in the file as such (latin-1 in protocol 2). At most as many as the
  /// file has, see `PickleReader`.
  var decoded: [UInt8] = []
  var values: [PickleValue] = []
  var sequences: [[PickleID]] = []
  var objects: [PickleObject] = []
  var root = PickleID(index: 0)
  /// Whether joblib wrote it: arrays then lie outside of the pickle proper.
  var isJoblib = false

  /// What walking the document may still read. References can be shared, so that a small file can
  /// describe endless work: what is read again is paid for again, and a model that was saved by its
  /// library reads little twice.
  private var budget: Int

  init(source: UnsafeRawBufferPointer) {
    self.source = source
    budget = 8 * source.count + (1 << 20)
  }

  /// Takes `cost` (bytes, or values of the same order) off what may still be read.
  func pay(_ cost: Int) throws(ModelError) {
    budget -= min(budget, max(1, cost))
    if budget == 0 {
      throw ModelError(
        .refused, cause: "refers to the same values again and again",
        remedy: "no library saves a model like this: check where the file comes from")
    }
  }

  subscript(id: PickleID) -> PickleValue { values[Int(id.index)] }

  /// The bytes of `run`; valid as long as the document.
  func withBytes<Output, Failure: Error>(
    _ run: PickleBytes, _ body: (UnsafeRawBufferPointer) throws(Failure) -> Output
  ) throws(Failure) -> Output {
    if run.isDecoded {
      let result = decoded.withUnsafeBytes { bytes in
        Result { () throws(Failure) in
          try body(
            UnsafeRawBufferPointer(rebasing: bytes[run.offset..<(run.offset + run.count)]))
        }
      }
      return try result.get()
    }
    return try body(UnsafeRawBufferPointer(rebasing: source[run.offset..<(run.offset + run.count)]))
  }

  /// The bytes of `run` if they stand in the file as such; valid as long as the document.
  func bytes(_ run: PickleBytes) -> UnsafeRawBufferPointer? {
    run.isDecoded
      ? nil : UnsafeRawBufferPointer(rebasing: source[run.offset..<(run.offset + run.count)])
  }

  func string(_ id: PickleID) -> String? {
    guard case .string(let run) = self[id] else { return nil }
    return withBytes(run) { String(decoding: $0, as: UTF8.self) }
  }

  func equals(_ id: PickleID, _ text: StaticString) -> Bool {
    guard case .string(let run) = self[id], run.count == text.utf8CodeUnitCount, !run.isDecoded
    else { return false }
    return text.withUTF8Buffer { text in
      source[run.offset..<(run.offset + run.count)].elementsEqual(text)
    }
  }

  /// The elements of a list, tuple or set.
  func elements(_ id: PickleID) -> [PickleID]? {
    switch self[id] {
    case .list(let sequence), .tuple(let sequence), .set(let sequence): sequences[sequence]
    default: nil
    }
  }

  /// The keys and values of a dictionary, alternating.
  func entries(_ id: PickleID) -> [PickleID]? {
    guard case .dictionary(let sequence) = self[id] else { return nil }
    return sequences[sequence]
  }

  /// The value under `key`; the last one wins, as in Python.
  func lookUp(_ id: PickleID, _ key: StaticString) throws(ModelError) -> PickleID? {
    guard let entries = entries(id) else { return nil }
    try pay(entries.count)
    var index = entries.count - 2
    while index >= 0 {
      if equals(entries[index], key) { return entries[index + 1] }
      index -= 2
    }
    return nil
  }

  func object(_ id: PickleID) -> PickleObject? {
    guard case .object(let index) = self[id] else { return nil }
    return objects[index]
  }

  /// What a value is, in a few words, for errors. Never looks inside.
  func describe(_ id: PickleID) -> String {
    switch self[id] {
    case .none: "None"
    case .boolean: "a boolean"
    case .integer, .hugeInteger: "an integer"
    case .number: "a number"
    case .string: "a string"
    case .bytes: "bytes"
    case .list: "a list"
    case .tuple: "a tuple"
    case .set: "a set"
    case .dictionary: "a dictionary"
    case .global(let global): "the name \(global.qualifiedName)"
    case .object(let index): "a \(objects[index].type.qualifiedName)"
    }
  }
}
