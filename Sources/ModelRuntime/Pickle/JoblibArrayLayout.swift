/// What joblib's `NumpyArrayWrapper` says of the data that follows it.
struct JoblibArrayLayout {
  var shape: [Int]
  var type: NumpyType
  var isFortranOrder: Bool
  /// A pad, led by its length, stands in front of the data (joblib 1.1 and later).
  var isPadded: Bool
  /// Of the data that follows, without the pad.
  var bytes: Int

  /// Arrays of objects are written as a pickle of their own.
  var isNestedPickle: Bool { type.kind == .object }

  init(_ document: PickleDocument, _ object: PickleObject) throws(ModelError) {
    guard let state = object.state,
      let shape = try document.lookUp(state, "shape").flatMap({ NumpyArray.shape(document, $0) }),
      let type = try document.lookUp(state, "dtype")
    else {
      throw ModelError(
        .damaged, cause: "an array has no shape or element type",
        remedy: "save the model again", position: "joblib array")
    }
    self.shape = shape
    self.type = try NumpyType(document, type)
    let order = try document.lookUp(state, "order").flatMap(document.string)
    isFortranOrder = order == "F"
    let alignment = try document.lookUp(state, "numpy_array_alignment_bytes")
    if let alignment, case .integer = document[alignment] {
      isPadded = true
    } else {
      isPadded = false
    }
    bytes = try NumpyArray.byteCount(shape, itemBytes: self.type.itemBytes)
  }
}
