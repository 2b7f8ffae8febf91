/// An array as it lies in the file: nothing is copied until its elements are asked for.
struct NumpyArray: Sendable {
  private(set) var document: PickleDocument
  var shape: [Int]
  var type: NumpyType
  var isFortranOrder: Bool
  private(set) var data: PickleBytes
  /// The elements of an array of objects, in C order.
  private(set) var references: [PickleID]

  static let maximumDimensions = 8

  /// Reads an array, however the pickle writes it.
  init(_ document: PickleDocument, _ id: PickleID) throws(ModelError) {
    try document.pay(16)
    self.document = document
    data = PickleBytes(offset: 0, count: 0)
    references = []
    guard let object = document.object(id) else {
      throw NumpyArray.damaged("\(document.describe(id)) stands where an array is due")
    }
    switch object.type.role {
    case .arrayMaker:
      // state: (version, shape, dtype, is_fortran, data)
      guard let state = object.state.flatMap(document.elements), state.count == 5,
        let shape = NumpyArray.shape(document, state[1])
      else { throw NumpyArray.damaged("an array has no shape") }
      self.shape = shape
      type = try NumpyType(document, state[2])
      if case .boolean(true) = document[state[3]] {
        isFortranOrder = true
      } else {
        isFortranOrder = false
      }
      try readData(state[4])
    case .arrayFromBuffer:
      // (buffer, dtype, shape, order)
      guard let arguments = document.elements(object.arguments), arguments.count == 4,
        let shape = NumpyArray.shape(document, arguments[2])
      else { throw NumpyArray.damaged("an array has no shape") }
      self.shape = shape
      type = try NumpyType(document, arguments[1])
      isFortranOrder = document.equals(arguments[3], "F")
      try readData(arguments[0])
    case .joblibArray:
      let layout = try JoblibArrayLayout(document, object)
      if let nested = object.nested {
        self = try NumpyArray(document, nested)
        guard type.kind == .object else { throw NumpyArray.damaged("an array changes its type") }
        return
      }
      shape = layout.shape
      type = layout.type
      isFortranOrder = layout.isFortranOrder
      guard let raw = object.rawData else { throw NumpyArray.damaged("an array has no data") }
      data = raw
    default:
      throw NumpyArray.damaged("\(document.describe(id)) stands where an array is due")
    }
  }

  /// One element, as a scalar's bytes.
  init(scalar: PickleID, type: PickleID, _ document: PickleDocument) throws(ModelError) {
    let type = try NumpyType(document, type)
    guard type.kind != .object, case .bytes(let run) = document[scalar],
      run.count == type.itemBytes
    else {
      throw ModelError(
        .damaged, cause: "a scalar has no data of \(type.itemBytes) bytes",
        remedy: "save the model again", position: "numpy scalar")
    }
    self.init(document: document, shape: [], type: type, data: run)
  }

  private init(document: PickleDocument, shape: [Int], type: NumpyType, data: PickleBytes) {
    self.document = document
    self.shape = shape
    self.type = type
    isFortranOrder = false
    self.data = data
    references = []
  }

  private mutating func readData(_ id: PickleID) throws(ModelError) {
    let expected = try NumpyArray.byteCount(shape, itemBytes: type.itemBytes)
    if type.kind == .object {
      guard case .list(let sequence) = document[id],
        document.sequences[sequence].count == expected / 8
      else { throw NumpyArray.damaged("an array of objects is no list of as many objects") }
      references = document.sequences[sequence]
      return
    }
    guard case .bytes(let run) = document[id], run.count == expected else {
      throw NumpyArray.damaged(
        "an array of shape \(shape) has no data of \(expected) bytes")
    }
    data = run
  }

  /// `element count`; the initialiser made sure that it does not overflow.
  var count: Int { shape.reduce(1, *) }

  /// The elements where they lie, if they lie in memory as this machine's doubles, in C order.
  var plainDoubles: UnsafeRawBufferPointer? {
    guard type.kind == .float, type.itemBytes == 8, !type.isBigEndian,
      !isFortranOrder || shape.count <= 1
    else { return nil }
    return document.bytes(data)
  }

  /// Lends the data, in the order that `isFortranOrder` says. For large arrays of records.
  func withData<Output>(
    _ body: (UnsafeRawBufferPointer) throws(ModelError) -> Output
  ) throws(ModelError) -> Output {
    try document.withData(data, body)
  }

  static func shape(_ document: PickleDocument, _ id: PickleID) -> [Int]? {
    guard let dimensions = document.elements(id), dimensions.count <= maximumDimensions else {
      return nil
    }
    var shape: [Int] = []
    for dimension in dimensions {
      guard case .integer(let size) = document[dimension], size >= 0 else { return nil }
      shape.append(Int(size))
    }
    return shape
  }

  static func byteCount(_ shape: [Int], itemBytes: Int) throws(ModelError) -> Int {
    var bytes = itemBytes
    for size in shape {
      let (product, overflow) = bytes.multipliedReportingOverflow(by: size)
      guard !overflow else { throw damaged("an array of shape \(shape) is beyond all memory") }
      bytes = product
    }
    // A shape such as (0, 2^62) has no bytes, but its product of dimensions must not overflow either.
    var elements = 1
    for size in shape where size > 0 {
      let (product, overflow) = elements.multipliedReportingOverflow(by: size)
      guard !overflow else { throw damaged("an array of shape \(shape) is beyond all memory") }
      elements = product
    }
    return bytes
  }

  private static func damaged(_ cause: String) -> ModelError {
    ModelError(.damaged, cause: cause, remedy: "save the model again", position: "numpy.ndarray")
  }
}
