/// The functions that remember, with the parameters that are fixed when a task starts.
enum StatefulFunction: Sendable, Equatable {
  case count, sigma, spread
  case lag(points: Int)
  case diff, rate, elapsed, streak
  case ewma(EwmaDecay)
  case mean(Window)
  case sum(Window)
  case deviation(Window)
  case score(Window)
  case minimum(Window)
  case maximum(Window)
  case quantile(Window, q: Double)
  /// Not a function: see `TypeMemoryCell`.
  case typeMemory

  func makeCell() -> StatefulCell {
    switch self {
    case .count: CountCell()
    case .sigma: SigmaCell()
    case .spread: SpreadCell()
    case .lag(let points): LagCell(points: points)
    case .diff: DifferenceCell(isRate: false)
    case .rate: DifferenceCell(isRate: true)
    case .elapsed: ElapsedCell()
    case .streak: StreakCell()
    case .ewma(let decay): EwmaCell(decay: decay)
    case .mean(let window): MeanCell(window)
    case .sum(let window): SumCell(window)
    case .deviation(let window): DeviationCell(window)
    case .score(let window): ScoreCell(window)
    case .minimum(let window): ExtremumCell<LeastValue>(window)
    case .maximum(let window): ExtremumCell<GreatestValue>(window)
    case .quantile(let window, let q): QuantileCell(window, q: q)
    case .typeMemory: TypeMemoryCell()
    }
  }

  /// Names the function and what its state depends on: part of a snapshot's digest.
  var layout: String {
    switch self {
    case .count: "count"
    case .sigma: "sigma"
    case .spread: "spread"
    case .lag(let points): "lag \(points)"
    case .diff: "diff"
    case .rate: "rate"
    case .elapsed: "elapsed"
    case .streak: "streak"
    case .ewma: "ewma"
    case .mean(let window): "mean \(window.name)"
    case .sum(let window): "sum \(window.name)"
    case .deviation(let window): "deviation \(window.name)"
    case .score(let window): "score \(window.name)"
    case .minimum(let window): "minimum \(window.name)"
    case .maximum(let window): "maximum \(window.name)"
    case .quantile(let window, _): "quantile \(window.name)"
    case .typeMemory: "types"
    }
  }
}
