import PlainText

/// Which columns a part of a ColumnTransformer reads: numbers, names, a mask or a slice.
enum ColumnSelection {
  static func inputs(
    _ id: PickleID, of owner: Estimator, count: Int
  ) throws(ModelError) -> [Int] {
    let document = owner.document
    let inputs: [Int]
    switch document[id] {
    case .string, .integer, .boolean: inputs = [try column(id, of: owner, count: count)]
    case .list, .tuple:
      let elements = document.elements(id) ?? []
      try document.pay(elements.count)
      if !elements.isEmpty, elements.allSatisfy({ isBoolean(document, $0) }) {
        inputs = try mask(
          elements.map { if case .boolean(true) = document[$0] { true } else { false } }, owner,
          count)
      } else {
        var columns: [Int] = []
        for element in elements { columns.append(try column(element, of: owner, count: count)) }
        inputs = columns
      }
    case .object(let index) where document.objects[index].type.role == .sliceType:
      inputs = try slice(document.objects[index], of: owner, count: count)
    case .object(let index) where document.objects[index].type.name == "_RemainderColsList":
      inputs = try self.inputs(
        owner.part(id).required("data"), of: owner, count: count)
    case .object:
      let array = try NumpyArray(document, id)
      if array.type.kind == .boolean {
        inputs = try mask((array.integers() ?? []).map { $0 != 0 }, owner, count)
      } else if let numbers = try array.integers() {
        inputs = numbers.map { Int($0) }.map { $0 < 0 ? $0 + count : $0 }
      } else {
        var columns: [Int] = []
        for label in try array.labels() ?? [] {
          columns.append(try named(label.description, of: owner))
        }
        inputs = columns
      }
    default:
      throw owner.damaged("transformers_", "selects columns by \(document.describe(id))")
    }
    for input in inputs where input < 0 || input >= count {
      throw owner.damaged("transformers_", "selects column \(input) of \(count)")
    }
    return inputs
  }

  private static func isBoolean(_ document: PickleDocument, _ id: PickleID) -> Bool {
    if case .boolean = document[id] { true } else { false }
  }

  private static func mask(
    _ flags: [Bool], _ owner: Estimator, _ count: Int
  ) throws(ModelError) -> [Int] {
    guard flags.count == count else {
      throw owner.damaged("transformers_", "has a mask of \(flags.count) for \(count) columns")
    }
    return flags.indices.filter { flags[$0] }
  }

  private static func column(
    _ id: PickleID, of owner: Estimator, count: Int
  ) throws(ModelError) -> Int {
    if let name = owner.document.string(id) { return try named(name, of: owner) }
    if let number = try PickleNumber.integer(owner.document, id) {
      return Int(number) < 0 ? Int(number) + count : Int(number)
    }
    if case .string(let name) = try PickleNumber.label(owner.document, id) {
      return try named(name, of: owner)
    }
    throw owner.damaged("transformers_", "selects a column by \(owner.document.describe(id))")
  }

  private static func named(_ name: String, of owner: Estimator) throws(ModelError) -> Int {
    guard let index = try owner.inputNames()?.firstIndex(of: name) else {
      throw owner.damaged(
        "transformers_", "selects the column \(OneLine.quoting(name)), which it was not fitted with"
      )
    }
    return index
  }

  private static func slice(
    _ slice: PickleObject, of owner: Estimator, count: Int
  ) throws(ModelError) -> [Int] {
    let bounds = owner.document.elements(slice.arguments) ?? []
    func bound(_ index: Int, isEnd: Bool) throws(ModelError) -> Int? {
      guard bounds.count > index else { return nil }
      if case .none = owner.document[bounds[index]] { return nil }
      // Slices of names include their end.
      if let name = owner.document.string(bounds[index]) {
        return try named(name, of: owner) + (isEnd ? 1 : 0)
      }
      guard case .integer(let number) = owner.document[bounds[index]] else { return nil }
      let place = Int(clamping: number)
      return min(max(place < 0 ? place + count : place, 0), count)
    }
    let start = try bound(0, isEnd: false) ?? 0
    let end = try bound(1, isEnd: true) ?? count
    var step = 1
    if bounds.count > 2, case .integer(let number) = owner.document[bounds[2]] {
      step = Int(clamping: number)
    }
    guard step > 0, step <= 1 << 20 else {
      throw owner.damaged("transformers_", "selects columns backwards")
    }
    return start < end ? Array(stride(from: start, to: end, by: step)) : []
  }
}
