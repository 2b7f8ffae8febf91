/// The linear models in the leaves of one LightGBM tree (`linear_tree=true`).
struct LightGBMLinearLeaves {
  struct Leaf {
    var constant: Double
    var inputs: [Int]
    var coefficients: [Double]
    /// What is answered where one of the inputs is missing.
    var fallback: Double
  }

  let leaves: [Leaf]

  init(
    _ section: LightGBMSection, leafCount: Int, leafValues: [Double]
  ) throws(ModelError) {
    let constants = try section.numbers("leaf_const", count: leafCount)
    let counts = try section.integers("num_features", count: leafCount)
    let inputs = try section.integers("leaf_features")
    let coefficients = try section.numbers("leaf_coeff")
    var leaves: [Leaf] = []
    var position = 0
    for leaf in 0..<leafCount {
      let count = counts[leaf]
      guard count >= 0, count <= inputs.count - position, count <= coefficients.count - position
      else { throw section.error("leaf \(leaf) lacks features or coefficients") }
      let range = position..<(position + count)
      leaves.append(
        Leaf(
          constant: constants[leaf], inputs: Array(inputs[range]),
          coefficients: Array(coefficients[range]), fallback: leafValues[leaf]))
      position += count
    }
    guard position == inputs.count, position == coefficients.count else {
      throw section.error("leaf_features or leaf_coeff holds more than num_features says")
    }
    self.leaves = leaves
  }
}
