/// What a rolling function knows of a run of values, and how two runs next to each other join.
protocol WindowAggregate {
  static var empty: Self { get }
  init(_ value: Double)
  /// This run followed by the next one.
  func joined(_ next: Self) -> Self
}

struct SumOfValues: WindowAggregate {
  var sum: Double

  static var empty: SumOfValues { SumOfValues(sum: 0) }
  init(_ value: Double) { sum = value }
  private init(sum: Double) { self.sum = sum }
  func joined(_ next: SumOfValues) -> SumOfValues { SumOfValues(sum: sum + next.sum) }
}

/// Count, mean and sum of squared deviations: joined by the formula of Chan, Golub and LeVeque,
/// which loses no digits where the mean is large against the deviation.
struct MomentsOfValues: WindowAggregate {
  var count: Double
  var mean: Double
  var squares: Double

  static var empty: MomentsOfValues { MomentsOfValues(count: 0, mean: 0, squares: 0) }

  init(_ value: Double) { self.init(count: 1, mean: value, squares: 0) }

  private init(count: Double, mean: Double, squares: Double) {
    self.count = count
    self.mean = mean
    self.squares = squares
  }

  func joined(_ next: MomentsOfValues) -> MomentsOfValues {
    if count == 0 { return next }
    if next.count == 0 { return self }
    let total = count + next.count
    let delta = next.mean - mean
    return MomentsOfValues(
      count: total, mean: mean + delta * (next.count / total),
      squares: squares + next.squares + delta * delta * (count * next.count / total))
  }

  /// Of a sample: divided by one less than the count. Zero for fewer than two values.
  var deviation: Double { count < 2 ? 0 : (squares / (count - 1)).squareRoot() }
}

protocol ExtremeValue: WindowAggregate {
  var value: Double { get }
}

struct LeastValue: ExtremeValue {
  let value: Double
  static var empty: LeastValue { LeastValue(.infinity) }
  init(_ value: Double) { self.value = value }
  func joined(_ next: LeastValue) -> LeastValue { value <= next.value ? self : next }
}

struct GreatestValue: ExtremeValue {
  let value: Double
  static var empty: GreatestValue { GreatestValue(-.infinity) }
  init(_ value: Double) { self.value = value }
  func joined(_ next: GreatestValue) -> GreatestValue { value >= next.value ? self : next }
}
