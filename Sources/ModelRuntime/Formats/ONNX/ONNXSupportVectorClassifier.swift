/// SVMClassifier: a decision for each pair of classes, which are votes, scores, or, with Platt's
/// parameters, probabilities. ONNX Runtime's rules (`core/providers/cpu/ml/svmclassifier.cc`).
struct ONNXSupportVectorClassifierStep: ONNXStep {
  let kernel: ONNXSupportVectorKernel
  let input: ONNXValue
  let label: ONNXValue
  let scores: ONNXValue
  let rows: Int
  let classCount: Int
  let classNumbers: [Double]
  /// The first vector of each class, and their end.
  let starts: [Int]
  /// `coefficients[(class - 1) * vectors + vector]`
  let coefficients: [Float]
  let rho: [Float]
  let slopes: [Double]
  let offsets: [Double]

  private var pairCount: Int { classCount * (classCount - 1) / 2 }

  /// Decisions, votes, and the pairs' probabilities, all Double; then the kernel's Floats.
  static func scratchBytes(classes: Int, kernel: ONNXSupportVectorKernel) -> Int {
    ownBytes(classes: classes) + kernel.scratchBytes
  }

  private static func ownBytes(classes: Int) -> Int {
    8 * (classes * (classes - 1) / 2 + classes + 2 * classes * classes + classes)
  }

  func run(_ frame: ONNXFrame) {
    let decisions = frame.scratch.assumingMemoryBound(to: Double.self)
    let votes = decisions + pairCount
    let pairs = votes + classCount
    for row in 0..<rows {
      let from = input.read(frame) + row * kernel.columns
      let kernels = kernel.evaluate(
        from, scratch: frame.scratch + Self.ownBytes(classes: classCount))
      decide(kernels, decisions, votes)
      var winner = 0
      for index in 1..<classCount where votes[index] > votes[winner] { winner = index }
      label.write(frame)[row] = classNumbers[winner]
      let width = scores.count / rows
      let to = scores.write(frame) + row * width
      if !slopes.isEmpty {
        PairwiseCoupling<Float>.probabilities(
          classes: classCount, decisions: decisions, slopes: slopes, offsets: offsets, into: to,
          scratch: pairs)
      } else if classCount == 2 {
        to[0] = -decisions[0]
        to[1] = decisions[0]
      } else {
        for index in 0..<pairCount { to[index] = decisions[index] }
      }
    }
  }

  private func decide(
    _ kernels: UnsafePointer<Float>, _ decisions: UnsafeMutablePointer<Double>,
    _ votes: UnsafeMutablePointer<Double>
  ) {
    votes.update(repeating: 0, count: classCount)
    let vectors = starts[classCount]
    var pair = 0
    for first in 0..<classCount {
      for second in (first + 1)..<max(classCount, first + 1) {
        var sum = 0.0
        // Products are rounded to Float, their sum is not.
        for vector in starts[first]..<starts[first + 1] {
          sum += Double(coefficients[(second - 1) * vectors + vector] * kernels[vector])
        }
        for vector in starts[second]..<starts[second + 1] {
          sum += Double(coefficients[first * vectors + vector] * kernels[vector])
        }
        sum += Double(rho[pair])
        decisions[pair] = Double(Float(sum))
        votes[sum > 0 ? first : second] += 1
        pair += 1
      }
    }
  }
}

extension ONNXProgram {
  mutating func addSupportVectorClassifier(_ node: ONNXNode) throws(ModelError) {
    let input = try input(node, 0)
    let (rows, columns) = try matrix(input, of: node)
    let kernel = try ONNXSupportVectorKernel(node, columns: columns)
    let labels = ONNXProgram.classLabels(node)
    let coefficients = node.floats("coefficients").map { Float($0) }
    let classes = labels.count
    let perClass = node.integers("vectors_per_class")
    guard !perClass.isEmpty else {
      throw node.unsupported("it has no support vectors (liblinear)")
    }
    var starts = [0]
    for count in perClass {
      guard count >= 0, count <= kernel.vectorCount - starts[starts.count - 1] else {
        throw node.error("vectors_per_class does not fit its support vectors")
      }
      starts.append(starts[starts.count - 1] + count)
    }
    let (pairs, overflow) = classes.multipliedReportingOverflow(by: classes - 1)
    let slopes = node.floats("prob_a")
    guard classes >= 2, !overflow, perClass.count == classes,
      starts[classes] == kernel.vectorCount, kernel.vectorCount > 0,
      coefficients.count % kernel.vectorCount == 0,
      coefficients.count / kernel.vectorCount >= classes - 1,
      node.floats("rho").count >= pairs / 2, slopes.isEmpty || slopes.count >= pairs / 2,
      node.floats("prob_b").count == slopes.count
    else { throw node.error("its lists do not fit \(classes) classes") }
    guard node.text("post_transform", default: "NONE") == "NONE" else {
      throw node.unsupported("it has a post_transform")
    }
    var numbers: [Double] = []
    var isText = false
    for (index, label) in labels.enumerated() {
      if case .integer(let value) = label {
        numbers.append(Double(value))
      } else {
        isText = true
        numbers.append(Double(index))
      }
    }
    let label = try allocate(
      try output(node, 0), type: isText ? .string : .integer, shape: [rows], classes: labels)
    let isByClass = !slopes.isEmpty || classes == 2
    let scores = try allocate(
      node.outputs.count > 1 ? node.outputs[1] : "\(node.place) scores", type: .float,
      shape: [rows, isByClass ? classes : pairs / 2], classes: isByClass ? labels : nil)
    append(
      ONNXSupportVectorClassifierStep(
        kernel: kernel, input: input, label: label, scores: scores, rows: rows,
        classCount: classes, classNumbers: numbers, starts: starts, coefficients: coefficients,
        rho: node.floats("rho").map { Float($0) }, slopes: slopes, offsets: node.floats("prob_b")),
      scratchBytes: ONNXSupportVectorClassifierStep.scratchBytes(
        classes: classes, kernel: kernel))
    stepMemoryBytes += kernel.memoryBytes + coefficients.count * MemoryLayout<Float>.stride
  }
}
