/// Copies numbers by a list of where each comes from: Concat, Gather, Transpose, Slice.
struct ONNXGatherStep: ONNXStep {
  let input: ONNXValue
  let output: ONNXValue
  /// Where in the output the copy starts.
  let outputStart: Int
  let indices: [Int32]

  func run(_ frame: ONNXFrame) {
    let from = input.read(frame)
    let to = output.write(frame) + outputStart
    for index in indices.indices { to[index] = from[Int(indices[index])] }
  }
}

/// Gathers by indices that are known only when it runs: `values[indices[k]]` along one axis.
struct ONNXTakeStep: ONNXStep {
  let values: ONNXValue
  let indices: ONNXValue
  let output: ONNXValue
  /// Numbers before, along and behind the axis.
  let outer: Int
  let size: Int
  let inner: Int
  let count: Int

  func run(_ frame: ONNXFrame) {
    let from = values.read(frame)
    let wanted = indices.read(frame)
    let to = output.write(frame)
    for block in 0..<outer {
      for index in 0..<count {
        var place = wanted[index]
        if place < 0 { place += Double(size) }
        let isInside = place >= 0 && place < Double(size)
        for offset in 0..<inner {
          to[(block * count + index) * inner + offset] =
            isInside ? from[(block * size + Int(place)) * inner + offset] : .nan
        }
      }
    }
  }
}

extension ONNXProgram {
  /// An axis by its place from the front; negative ones count from the end.
  func axis(_ axis: Int, rank: Int, _ node: ONNXNode) throws(ModelError) -> Int {
    let positive = axis < 0 ? axis + rank : axis
    guard positive >= 0, positive < rank else {
      throw node.error("axis \(axis) of a value with \(rank) dimensions")
    }
    return positive
  }

  mutating func addShape(_ node: ONNXNode) throws(ModelError) -> Bool {
    switch node.operation {
    case "Identity", "Dropout", "ZipMap":
      alias(try output(node, 0), try input(node, 0))
    case "Constant":
      guard let tensor = node.tensor("value") else {
        throw node.unsupported("its value is no tensor")
      }
      addConstant(try output(node, 0), tensor)
    case "Shape":
      // Known when the model is loaded, as every shape is.
      let shape = try input(node, 0).shape
      addConstant(
        try output(node, 0),
        ONNXTensor(type: .integer, shape: [shape.count], values: shape.map { Double($0) }))
    case "ConstantOfShape": try addConstantOfShape(node)
    case "Reshape": try addReshape(node)
    case "Flatten":
      var value = try input(node, 0)
      let axis = node.integer("axis", default: 1)
      let cut = axis < 0 ? axis + value.shape.count : axis
      guard cut >= 0, cut <= value.shape.count else { throw node.error("its axis is \(axis)") }
      value.shape = [value.shape[..<cut].reduce(1, *), value.shape[cut...].reduce(1, *)]
      alias(try output(node, 0), value)
    case "Squeeze", "Unsqueeze": try addSqueeze(node)
    case "Concat", "FeatureVectorizer": try addConcat(node)
    case "Gather", "ArrayFeatureExtractor": try addGather(node)
    case "Transpose": try addTranspose(node)
    default: return false
    }
    return true
  }

  private mutating func addConstantOfShape(_ node: ONNXNode) throws(ModelError) {
    let shape = try constant(node, 0)?.integers ?? []
    let value = node.tensor("value")
    var count = 1
    for size in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: size)
      guard size >= 0, !overflow, product <= 1 << 16 else {
        throw node.error("its shape is \(shape)")
      }
      count = product
    }
    guard reserveMade(count) else {
      throw node.unsupported("the graph makes over 4 MB of constants")
    }
    addConstant(
      try output(node, 0),
      ONNXTensor(
        type: value?.type ?? .float, shape: shape,
        values: [Double](repeating: value?.values.first ?? 0, count: count)))
  }

  private mutating func addReshape(_ node: ONNXNode) throws(ModelError) {
    var value = try input(node, 0)
    let wanted =
      try constant(node, 1)?.integers ?? node.integers("shape")
    var shape = wanted
    let count = value.count
    var known = 1
    var open: Int?
    for (axis, size) in wanted.enumerated() {
      if size == 0, axis < value.shape.count { shape[axis] = value.shape[axis] }
      if size == -1 {
        guard open == nil else { throw node.error("two sizes are open") }
        open = axis
        continue
      }
      let (product, overflow) = known.multipliedReportingOverflow(by: shape[axis])
      guard shape[axis] >= 0, shape[axis] <= max(1, count), !overflow else {
        throw node.error("\(count) numbers in the shape \(wanted)")
      }
      known = product
    }
    if let open {
      guard known > 0, count % known == 0 else { throw node.error("\(count) numbers in \(wanted)") }
      shape[open] = count / known
      known = count
    }
    guard known == count else { throw node.error("\(count) numbers in the shape \(wanted)") }
    value.shape = shape
    alias(try output(node, 0), value)
  }

  private mutating func addSqueeze(_ node: ONNXNode) throws(ModelError) {
    var value = try input(node, 0)
    let axes = try constant(node, 1)?.integers ?? node.integers("axes")
    if node.operation == "Squeeze" {
      var drop = Set<Int>()
      if axes.isEmpty {
        drop = Set(value.shape.indices.filter { value.shape[$0] == 1 })
      } else {
        for own in axes { drop.insert(try axis(own, rank: value.shape.count, node)) }
      }
      guard drop.allSatisfy({ value.shape[$0] == 1 }) else {
        throw node.error("a dimension that is not 1")
      }
      value.shape = value.shape.indices.filter { !drop.contains($0) }.map { value.shape[$0] }
    } else {
      var places = Set<Int>()
      for own in axes { places.insert(try axis(own, rank: value.shape.count + axes.count, node)) }
      var rest = value.shape.makeIterator()
      value.shape = (0..<(value.shape.count + places.count)).map {
        places.contains($0) ? 1 : rest.next() ?? 1
      }
    }
    alias(try output(node, 0), value)
  }

  private mutating func addConcat(_ node: ONNXNode) throws(ModelError) {
    var parts: [ONNXValue] = []
    for index in node.inputs.indices { parts.append(try input(node, index)) }
    guard let first = parts.first, !first.shape.isEmpty else {
      throw node.error("it has no inputs")
    }
    let axis = try axis(
      node.integer("axis", default: node.operation == "Concat" ? 0 : 1), rank: first.shape.count,
      node)
    var shape = first.shape
    shape[axis] = 0
    for part in parts {
      guard part.shape.count == shape.count,
        part.shape.indices.allSatisfy({ $0 == axis || part.shape[$0] == shape[$0] })
      else { throw node.error("shapes \(first.shape) and \(part.shape) do not fit") }
      shape[axis] += part.shape[axis]
    }
    let output = try allocate(try output(node, 0), type: first.type, shape: shape)
    let outer = shape[..<axis].reduce(1, *)
    let inner = shape[(axis + 1)...].reduce(1, *)
    var done = 0
    for part in parts {
      let run = part.shape[axis] * inner
      for block in 0..<outer {
        append(
          ONNXGatherStep(
            input: part, output: output, outputStart: block * shape[axis] * inner + done,
            indices: (0..<run).map { Int32(block * run + $0) }))
      }
      done += run
    }
  }

  private mutating func addGather(_ node: ONNXNode) throws(ModelError) {
    let values = try input(node, 0)
    let indices = try input(node, 1)
    let isExtractor = node.operation == "ArrayFeatureExtractor"
    guard !values.shape.isEmpty else { throw node.error("it takes a single number apart") }
    let axis =
      isExtractor
      ? values.shape.count - 1
      : try axis(node.integer("axis", default: 0), rank: values.shape.count, node)
    let outer = values.shape[..<axis].reduce(1, *)
    let inner = values.shape[(axis + 1)...].reduce(1, *)
    var shape: [Int]
    if isExtractor {
      // A list of numbers is one row.
      shape = (values.shape.count == 1 ? [1] : Array(values.shape[..<axis])) + [indices.count]
    } else {
      shape = values.shape[..<axis] + indices.shape + values.shape[(axis + 1)...]
    }
    // A constant that is picked from by numbers names classes.
    let output = try allocate(
      try output(node, 0), type: values.type, shape: shape, classes: values.classes)
    append(
      ONNXTakeStep(
        values: values, indices: indices, output: output, outer: outer, size: values.shape[axis],
        inner: inner, count: indices.count))
  }

  private mutating func addTranspose(_ node: ONNXNode) throws(ModelError) {
    let value = try input(node, 0)
    let rank = value.shape.count
    let order = node.has("perm") ? node.integers("perm") : Array((0..<rank).reversed())
    guard order.sorted() == Array(0..<rank) else { throw node.error("its order is \(order)") }
    let shape = order.map { value.shape[$0] }
    var strides = [Int](repeating: 1, count: rank)
    for axis in (0..<max(0, rank - 1)).reversed() {
      strides[axis] = strides[axis + 1] * value.shape[axis + 1]
    }
    let output = try allocate(try output(node, 0), type: value.type, shape: shape)
    let indices = (0..<output.count).map { index in
      var rest = index
      var place = 0
      for axis in (0..<rank).reversed() {
        place += rest % shape[axis] * strides[order[axis]]
        rest /= shape[axis]
      }
      return Int32(place)
    }
    append(ONNXGatherStep(input: value, output: output, outputStart: 0, indices: indices))
  }
}
