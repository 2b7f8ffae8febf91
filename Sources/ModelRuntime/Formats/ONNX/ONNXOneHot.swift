/// OneHotEncoder: for each number, a 1 in the place of its category and 0 in the others.
struct ONNXOneHotStep: ONNXStep {
  let input: ONNXValue
  let output: ONNXValue
  let count: Int
  let categories: [Double]
  /// What an unknown category gives: zeros, or no answer where the model was told to fail.
  let unknown: Double

  func run(_ frame: ONNXFrame) {
    let from = input.read(frame)
    let to = output.write(frame)
    for index in 0..<count {
      let row = to + index * categories.count
      // Categories are integers: a fraction is cut off.
      let value = from[index].rounded(.towardZero)
      var isKnown = false
      for place in categories.indices {
        let isHit = categories[place] == value
        row[place] = isHit ? 1 : 0
        isKnown = isKnown || isHit
      }
      if !isKnown, unknown.isNaN { row.update(repeating: .nan, count: categories.count) }
    }
  }
}

extension ONNXProgram {
  mutating func addOneHot(_ node: ONNXNode) throws(ModelError) {
    let input = try input(node, 0)
    var categories = node.integers("cats_int64s").map { Double($0) }
    let texts = node.texts("cats_strings")
    if !texts.isEmpty {
      // A string is an index into the input's classes; one that is not among them is never met.
      guard let classes = input.classes else { throw node.unsupported("it takes strings") }
      categories = texts.map { text in
        classes.firstIndex(of: .string(text)).map { Double($0) } ?? -1
      }
    }
    guard !categories.isEmpty else { throw node.error("it has no categories") }
    let output = try allocate(
      try output(node, 0), type: .float, shape: input.shape + [categories.count])
    append(
      ONNXOneHotStep(
        input: input, output: output, count: input.count, categories: categories,
        unknown: node.integer("zeros", default: 1) == 0 ? .nan : 0))
    stepMemoryBytes += categories.count * 8
  }
}
