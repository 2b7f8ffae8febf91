import Lambda

/// Computes the aggregates of a batch, point by point.
struct BatchAccumulator {
  private struct Sum {
    var count = 0
    var mean = 0.0
    var squares = 0.0
    var total = 0.0
    var least = Double.infinity
    var greatest = -Double.infinity
    var first = Double.nan
    var last = Double.nan
    /// Kept only where a quantile is asked for.
    var values: [Double] = []

    mutating func add(_ value: Double, keeps: Bool) {
      if count == 0 { first = value }
      count += 1
      let delta = value - mean
      mean += delta / Double(count)
      squares += delta * (value - mean)
      total += value
      least = min(least, value)
      greatest = max(greatest, value)
      last = value
      if keeps { values.append(value) }
    }
  }

  private let aggregates: [BatchAggregate]
  private var sums: [Sum]
  private var points: Int64 = 0

  init(_ aggregates: [BatchAggregate]) {
    self.aggregates = aggregates
    sums = aggregates.map { _ in Sum() }
  }

  /// Takes in the point that the machine's slots hold. Values that are missing or not finite count
  /// for nothing.
  mutating func add(_ machine: LambdaMachine) {
    points += 1
    for index in aggregates.indices {
      guard let argument = aggregates[index].argument, machine.evaluate(argument),
        let value = machine.numberResult, value.isFinite
      else { continue }
      let function = aggregates[index].function
      sums[index].add(value, keeps: function == .batchMedian || function == .batchQuantile)
    }
  }

  /// Puts the aggregates into their slots; those of no values at all are missing.
  mutating func finish(_ machine: LambdaMachine) {
    for index in aggregates.indices {
      let slot = aggregates[index].slot
      if aggregates[index].function == .batchCount {
        machine.set(slot, int: points)
      } else if sums[index].count == 0 {
        machine.setMissing(slot)
      } else {
        machine.set(slot, float: value(index))
      }
    }
  }

  private mutating func value(_ index: Int) -> Double {
    let sum = sums[index]
    switch aggregates[index].function {
    case .batchCount: return Double(points)
    case .batchMean: return sum.mean
    case .batchSum: return sum.total
    case .batchStd:
      return sum.count < 2 ? 0 : (sum.squares / Double(sum.count - 1)).squareRoot()
    case .batchMin: return sum.least
    case .batchMax: return sum.greatest
    case .batchFirst: return sum.first
    case .batchLast: return sum.last
    case .batchMedian, .batchQuantile:
      sums[index].values.sort()
      let values = sums[index].values
      let position = Double(values.count - 1) * aggregates[index].q
      let rank = Int(position)
      let fraction = position - Double(rank)
      guard fraction > 0 else { return values[rank] }
      return values[rank] + fraction * (values[rank + 1] - values[rank])
    }
  }
}
