/// `TreePredictor`: one tree of histogram gradient boosting, its nodes read by the record's own
/// description of itself (the layout changed in 1.3).
struct HistogramTree {
  private let predictor: Estimator
  private let nodes: NumpyArray
  /// Categories of node sets: 8 words of 32 bits for each.
  private let categories: NumpyArray?

  init(_ predictor: Estimator) throws(ModelError) {
    guard predictor.name == "TreePredictor" else {
      throw predictor.damaged("nodes", "is no tree of histogram gradient boosting")
    }
    self.predictor = predictor
    nodes = try predictor.array("nodes")
    guard nodes.shape.count == 1, nodes.type.kind == .record, !nodes.type.isBigEndian else {
      throw predictor.damaged("nodes", "are no records")
    }
    if try predictor.has("raw_left_cat_bitsets") {
      let sets = try predictor.array("raw_left_cat_bitsets")
      guard sets.shape.count == 2, sets.shape[1] == 8 || sets.shape[0] == 0 else {
        throw predictor.damaged("raw_left_cat_bitsets", "are not sets of 256 categories")
      }
      categories = sets
    } else {
      categories = nil
    }
  }

  func add(
    to builder: inout TreeEnsembleBuilder, output: Int, number: Int
  ) throws(ModelError) {
    try predictor.document.pay(nodes.count * nodes.type.itemBytes)
    let value = try NumberField(nodes, "value", predictor)
    let feature = try NumberField(nodes, "feature_idx", predictor)
    let threshold = try NumberField(nodes, "num_threshold", predictor)
    let missing = try NumberField(nodes, "missing_go_to_left", predictor)
    let left = try NumberField(nodes, "left", predictor)
    let right = try NumberField(nodes, "right", predictor)
    let leaf = try NumberField(nodes, "is_leaf", predictor)
    let categorical = try NumberField(nodes, "is_categorical", predictor)
    let set = try NumberField(nodes, "bitset_idx", predictor)
    let words = try categories?.integers() ?? []

    builder.beginTree(output: output)
    let stride = nodes.type.itemBytes
    try nodes.withData { bytes throws(ModelError) in
      for index in 0..<nodes.count {
        let record = UnsafeRawBufferPointer(
          rebasing: bytes[(index * stride)..<((index + 1) * stride)])
        if leaf.integer(record) != 0 {
          builder.addLeaf(value.number(record))
          continue
        }
        if categorical.integer(record) == 0 {
          builder.addSplit(
            feature: feature.integer(record), threshold: threshold.number(record),
            left: left.integer(record), right: right.integer(record),
            missingGoesLeft: missing.integer(record) != 0)
          continue
        }
        let first = set.integer(record)
        guard first >= 0, first < words.count / 8 else {
          throw ModelError(
            .damaged, cause: "tests the categories of set \(first), which does not exist",
            remedy: "save the model again", position: "tree \(number), node \(index)")
        }
        let input = builder.feature(input: feature.integer(record), reading: .categoryNonNegative)
        builder.addSplit(
          feature: input, categories: HistogramTree.members(words[(first * 8)..<(first * 8 + 8)]),
          membersGoRight: false, left: left.integer(record), right: right.integer(record),
          missingGoesLeft: missing.integer(record) != 0)
      }
    }
    do {
      try builder.endTree()
    } catch {
      throw error.modelError
    }
  }

  private static func members(_ words: ArraySlice<Int64>) -> [UInt32] {
    var members: [UInt32] = []
    for (index, word) in words.enumerated() {
      for bit in 0..<32 where word >> Int64(bit) & 1 == 1 {
        members.append(UInt32(index * 32 + bit))
      }
    }
    return members
  }
}

/// A field of a record that holds a number, wherever it lies and however wide it is.
private struct NumberField {
  private let offset: Int
  private let kind: NumpyType.Kind
  private let bytes: Int

  init(_ array: NumpyArray, _ name: StaticString, _ owner: Estimator) throws(ModelError) {
    guard let field = array.type.field(name), !field.type.isBigEndian else {
      throw owner.damaged("nodes", "have no field \(name)")
    }
    offset = field.offset
    kind = field.type.kind
    bytes = field.type.itemBytes
    switch kind {
    case .float, .signed, .unsigned, .boolean: break
    default: throw owner.damaged("nodes", "have no number in the field \(name)")
    }
  }

  func number(_ record: UnsafeRawBufferPointer) -> Double {
    switch (kind, bytes) {
    case (.float, 8): record.loadUnaligned(fromByteOffset: offset, as: Double.self)
    case (.float, 4): Double(record.loadUnaligned(fromByteOffset: offset, as: Float.self))
    case (.float, _):
      HalfFloat.double(record.loadUnaligned(fromByteOffset: offset, as: UInt16.self))
    default: Double(integer(record))
    }
  }

  func integer(_ record: UnsafeRawBufferPointer) -> Int {
    switch (kind, bytes) {
    case (.float, _): Int(exactly: number(record).rounded()) ?? -1
    case (.signed, 8): Int(record.loadUnaligned(fromByteOffset: offset, as: Int64.self))
    case (.signed, 4): Int(record.loadUnaligned(fromByteOffset: offset, as: Int32.self))
    case (.signed, 2): Int(record.loadUnaligned(fromByteOffset: offset, as: Int16.self))
    case (.signed, _): Int(record.loadUnaligned(fromByteOffset: offset, as: Int8.self))
    case (_, 8): Int(clamping: record.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    case (_, 4): Int(record.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
    case (_, 2): Int(record.loadUnaligned(fromByteOffset: offset, as: UInt16.self))
    default: Int(record.loadUnaligned(fromByteOffset: offset, as: UInt8.self))
    }
  }
}
