/// Products of a row with the rows of a matrix, in Float: the same roundings in the same order as ONNX
/// Runtime has them on x86-64 with AVX and FMA when it is given one row at a time, so that its answers
/// are met to the last bit (`core/mlas/lib/sgemm.cpp`, `SgemmKernelM1TransposeBAvx`,
/// `SgemmKernelFma3`). On other processors, and for several rows at once, ONNX Runtime sums in other
/// orders: there the sums differ by roundings of their terms.
enum ONNXFloatProducts {
  /// `results[k] = factor * (row . matrix[k]) + start`
  /// - Parameters:
  ///   - row: `columns` numbers.
  ///   - matrix: `rows` x `columns` numbers, row by row.
  ///   - start: what the sums are added to; nil: nothing, which is not the same as 0 where they are
  ///     multiplied, since a fused multiplication rounds once.
  static func multiply(
    _ row: UnsafePointer<Float>, _ matrix: UnsafePointer<Float>, rows: Int, columns: Int,
    factor: Float = 1, start: Float?, into results: UnsafeMutablePointer<Float>
  ) {
    guard factor == 1 else {
      fused(
        row, matrix, rows: rows, columns: columns, factor: factor, start: start, into: results)
      return
    }
    // Rows are taken four at a time, then two, then one, and each way adds up its lanes differently.
    let fours = rows & ~3
    let twos = rows & ~1
    for index in 0..<rows {
      let lanes = lanes(row, matrix + index * columns, columns)
      let sum = index < fours ? sumOfFour(lanes) : index < twos ? sumOfTwo(lanes) : sumOfOne(lanes)
      results[index] = sum + (start ?? 0)
    }
  }

  /// `start + a . b`
  static func product(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ count: Int, start: Float
  ) -> Float {
    sumOfOne(lanes(a, b, count)) + start
  }

  /// Every eighth product in one lane. Nothing is fused.
  @inline(__always)
  private static func lanes(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ count: Int
  ) -> SIMD8<Float> {
    var sums = SIMD8<Float>()
    let whole = count & ~7
    for index in stride(from: 0, to: whole, by: 8) {
      let left = UnsafeRawPointer(a + index).loadUnaligned(as: SIMD8<Float>.self)
      let right = UnsafeRawPointer(b + index).loadUnaligned(as: SIMD8<Float>.self)
      sums += left * right
    }
    for index in whole..<count { sums[index - whole] += a[index] * b[index] }
    return sums
  }

  @inline(__always)
  private static func sumOfFour(_ lanes: SIMD8<Float>) -> Float {
    let low = ((lanes[0] + lanes[1]) + lanes[2]) + lanes[3]
    let high = ((lanes[4] + lanes[5]) + lanes[6]) + lanes[7]
    return low + high
  }

  @inline(__always)
  private static func sumOfTwo(_ lanes: SIMD8<Float>) -> Float {
    let even = (lanes[0] + lanes[2]) + (lanes[4] + lanes[6])
    let odd = (lanes[1] + lanes[3]) + (lanes[5] + lanes[7])
    return even + odd
  }

  @inline(__always)
  private static func sumOfOne(_ lanes: SIMD8<Float>) -> Float {
    let low = (lanes[0] + lanes[1]) + (lanes[2] + lanes[3])
    let high = (lanes[4] + lanes[5]) + (lanes[6] + lanes[7])
    return low + high
  }

  /// One fused sum for each row, from left to right, in blocks that are multiplied by the factor.
  private static func fused(
    _ row: UnsafePointer<Float>, _ matrix: UnsafePointer<Float>, rows: Int, columns: Int,
    factor: Float, start: Float?, into results: UnsafeMutablePointer<Float>
  ) {
    let block = blockLength(rows: rows, columns: columns)
    for index in 0..<rows {
      let other = matrix + index * columns
      var result = start
      for first in stride(from: 0, to: columns, by: block) {
        var sum: Float = 0
        for column in first..<min(columns, first + block) {
          sum.addProduct(row[column], other[column])
        }
        result = result.map { $0.addingProduct(sum, factor) } ?? sum * factor
      }
      results[index] = result ?? 0
    }
  }

  /// Columns that are summed before they are multiplied: a panel holds 16,384 numbers, and is longer
  /// where it is narrow.
  private static func blockLength(rows: Int, columns: Int) -> Int {
    var length = 128
    var width = 128
    if rows < columns {
      while width > 16, width / 2 >= rows {
        length *= 2
        width /= 2
      }
    }
    return length
  }
}
