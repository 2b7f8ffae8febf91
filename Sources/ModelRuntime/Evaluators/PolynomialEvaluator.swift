/// Products of columns: each is an input times an earlier product.
struct PolynomialEvaluator: Evaluator {
  /// `value[input] * output[previous]`; without `previous`, the value itself; without `input`, 1.
  struct Term: Sendable {
    var input: Int?
    var previous: Int?
  }

  let columns: Int
  let terms: [Term]

  var inputCount: Int { columns }
  var outputCount: Int { terms.count }
  var memoryBytes: Int { terms.count * MemoryLayout<Term>.stride }
  var kernelDescription: String { "products of inputs" }

  func evaluate(
    rows: UnsafePointer<Double>, count: Int, outputs: UnsafeMutablePointer<Double>,
    scratch: UnsafeMutableRawPointer
  ) {
    for row in 0..<count {
      let values = rows + row * columns
      let results = outputs + row * terms.count
      for index in 0..<terms.count {
        let term = terms[index]
        var product = term.input.map { values[$0] } ?? 1
        if let previous = term.previous { product *= results[previous] }
        results[index] = product
      }
    }
  }
}
