import Synchronization

/// A pickle that was read: all of its values, side by side.
///
/// Alive only within the load, since it points into the file's bytes.
///
/// Unchecked: the reader alone writes to it; once it was read, threads that share a load only look.
final class PickleDocument: @unchecked Sendable {
  private let source: PickleSource
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
  private let budget: Atomic<Int>

  init(source: PickleSource) {
    self.source = source
    budget = Atomic(8 * source.bytes.count + (1 << 20))
  }

  /// Takes `cost` (bytes, or values of the same order) off what may still be read.
  func pay(_ cost: Int) throws(ModelError) {
    // A cost is at most what memory can hold: a few below zero do not wrap.
    if budget.subtract(max(1, cost), ordering: .relaxed).newValue <= 0 {
      throw ModelError(
        .refused, cause: "refers to the same values again and again",
        remedy: "no library saves a model like this: check where the file comes from")
    }
  }

  subscript(id: PickleID) -> PickleValue { values[Int(id.index)] }

  /// Lends the bytes of `run`, wherever they are, for the time of the call.
  func withData<Output>(
    _ run: PickleBytes, _ body: (UnsafeRawBufferPointer) throws(ModelError) -> Output
  ) throws(ModelError) -> Output {
    switch run.place {
    case .fetched: return try body(UnsafeRawBufferPointer(rebasing: source.bytes[run.range]))
    case .unfetched: return try source.withUnfetched(run.range, body)
    case .decoded:
      let result = decoded.withUnsafeBytes { bytes in
        Result { () throws(ModelError) in
          try body(UnsafeRawBufferPointer(rebasing: bytes[run.range]))
        }
      }
      return try result.get()
    }
  }

  /// The bytes of `run` if they are in memory as the pickle has them, as text always is; valid as long as the document.
  func bytes(_ run: PickleBytes) -> UnsafeRawBufferPointer? {
    run.place == .fetched ? UnsafeRawBufferPointer(rebasing: source.bytes[run.range]) : nil
  }

  func string(_ run: PickleBytes) -> String {
    bytes(run).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  func string(_ id: PickleID) -> String? {
    guard case .string(let run) = self[id] else { return nil }
    return string(run)
  }

  func equals(_ id: PickleID, _ text: StaticString) -> Bool {
    guard case .string(let run) = self[id], run.count == text.utf8CodeUnitCount,
      let bytes = bytes(run)
    else { return false }
    return text.withUTF8Buffer { bytes.elementsEqual($0) }
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
