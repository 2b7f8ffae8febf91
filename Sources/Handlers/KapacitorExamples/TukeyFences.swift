/// The fences of Kapacitor's example: quartiles are medians of the values below and above the
/// median, where the median of an even count is taken, as there, from the two values behind the
/// middle.
struct TukeyFences {
  let lower: Double
  let upper: Double

  /// - Parameter values: ascending. Fewer than three have no quartiles.
  init?(_ values: [Double], scale: Double) {
    guard values.count >= 3 else { return nil }
    let middle = Self.median(values[...])
    let first = Self.median(values[..<middle.right])
    let third = Self.median(values[(middle.left + 1)...])
    let range = third.value - first.value
    lower = first.value - range * scale
    upper = third.value + range * scale
  }

  private static func median(
    _ values: ArraySlice<Double>
  ) -> (left: Int, right: Int, value: Double) {
    let start = values.startIndex
    let count = values.count
    guard count % 2 == 0 else {
      return (start + count / 2, start + count / 2, values[start + count / 2])
    }
    let left = start + count / 2
    let right = start + min(count / 2 + 1, count - 1)
    return (left, right, (values[left] + values[right]) / 2)
  }
}
