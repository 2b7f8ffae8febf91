/// A value's place in a `PickleDocument`. Values refer to each other by number, never by reference
/// counting: a list nested a million deep is a million numbers, and freeing it is freeing one array.
struct PickleID: Hashable {
  var index: UInt32
}

/// A run of bytes, in the pickle itself or in what had to be decoded from it.
struct PickleBytes: Hashable {
  enum Place {
    case fetched
    /// To be read when it is asked for.
    case unfetched
    /// In `PickleDocument.decoded`.
    case decoded
  }

  var offset: Int
  var count: Int
  var place = Place.fetched

  var range: Range<Int> { offset..<(offset + count) }
}

/// What a pickle says, as data. Nothing that it names is ever called.
enum PickleValue {
  case none
  case boolean(Bool)
  case integer(Int64)
  /// An integer beyond 64 bits: random states hold some, models read none.
  case hugeInteger
  case number(Double)
  /// UTF-8, checked.
  case string(PickleBytes)
  case bytes(PickleBytes)
  /// Numbers of `PickleDocument.sequences`; dictionaries alternate keys and values.
  case list(Int)
  case tuple(Int)
  case set(Int)
  case dictionary(Int)
  case global(PickleGlobal)
  /// A number of `PickleDocument.objects`.
  case object(Int)
}

/// `class(*arguments)` with `state`, as REDUCE, NEWOBJ and BUILD put it together.
struct PickleObject {
  var type: PickleGlobal
  /// A tuple.
  var arguments: PickleID
  /// What BUILD gave it; most often a dictionary of attributes.
  var state: PickleID?
  /// Array data that joblib writes behind the object, outside of the pickle.
  var rawData: PickleBytes?
  /// The pickle that joblib writes behind the object, for arrays of objects.
  var nested: PickleID?
}
