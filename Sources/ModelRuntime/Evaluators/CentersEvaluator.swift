/// k-means: the number of the nearest center, its distance, and the distances to all.
struct CentersEvaluator: Evaluator {
  /// clusters x inputs.
  let centers: Matrix

  var inputCount: Int { centers.columns }
  var outputCount: Int { 2 + centers.rows }
  var memoryBytes: Int { centers.values.count * 8 }
  var kernelDescription: String { "distances to \(centers.rows) centers" }

  func evaluate(
    rows: UnsafePointer<Double>, count: Int, outputs: UnsafeMutablePointer<Double>,
    scratch: UnsafeMutableRawPointer
  ) {
    centers.values.withUnsafeBufferPointer { centers in
      for row in 0..<count {
        let values = rows + row * inputCount
        let results = outputs + row * outputCount
        var nearest = 0
        for cluster in 0..<self.centers.rows {
          let center = centers.baseAddress! + cluster * inputCount
          var square = 0.0
          for column in 0..<inputCount {
            let difference = values[column] - center[column]
            square += difference * difference
          }
          results[2 + cluster] = square.squareRoot()
          if results[2 + cluster] < results[2 + nearest] { nearest = cluster }
        }
        results[1] = results[2 + nearest]
        results[0] = results[1].isNaN ? .nan : Double(nearest)
      }
    }
  }
}
