/// Numbers in rows and columns, row-major.
struct Matrix: Sendable, Equatable {
  var rows: Int
  var columns: Int
  var values: [Double]

  func row(_ index: Int) -> ArraySlice<Double> {
    values[(index * columns)..<((index + 1) * columns)]
  }

  subscript(row: Int, column: Int) -> Double { values[row * columns + column] }

  var transposed: Matrix {
    var result = Matrix(rows: columns, columns: rows, values: [])
    result.values.reserveCapacity(values.count)
    for column in 0..<columns {
      for row in 0..<rows { result.values.append(self[row, column]) }
    }
    return result
  }
}
