/// What a caller of a model works in: rows, outputs and working memory for `Model.maximumBurstRows`
/// rows. The checked surface over `Model.evaluate`'s pointers.
///
/// A handler keeps one of its own, or lets the model lend it one for each burst: then all handlers of
/// a loop share one, and taking it allocates nothing.
public struct ModelScratch: ~Copyable {
  /// Columns of a row; the stride of `rows`.
  public let inputCount: Int
  /// Columns of an answer; the stride of `outputs`.
  public let outputCount: Int
  @usableFromInline let scratchBytes: Int
  private let pool: ScratchPool
  private let block: ScratchPool.Block
  private let isLent: Bool
  @usableFromInline let rowValues: UnsafeMutablePointer<Double>
  @usableFromInline let outputValues: UnsafeMutablePointer<Double>
  @usableFromInline let scratch: UnsafeMutableRawPointer

  /// Its own, with every input missing (NaN).
  public init(for model: Model) {
    self.init(model, model.scratchPool.makeBlock(), isLent: false)
  }

  /// The model's, until it goes away. What its inputs are is not said: set all that are evaluated.
  public static func lent(by model: Model) -> ModelScratch {
    ModelScratch(model, model.scratchPool.take(), isLent: true)
  }

  private init(_ model: Model, _ block: ScratchPool.Block, isLent: Bool) {
    inputCount = model.inputs.count
    outputCount = model.outputs.count
    scratchBytes = model.scratchBytes
    pool = model.scratchPool
    self.block = block
    self.isLent = isLent
    rowValues = block.address.assumingMemoryBound(to: Double.self)
    outputValues = (block.address + pool.rowBytes).assumingMemoryBound(to: Double.self)
    scratch = block.address + pool.rowBytes + pool.outputBytes
  }

  deinit {
    if isLent { pool.giveBack(block) } else { block.free() }
  }

  /// Whether this memory also fits `model`: true for most reloads, which then allocate nothing.
  @inlinable
  public func fits(_ model: Model) -> Bool {
    inputCount == model.inputs.count && outputCount == model.outputs.count
      && scratchBytes >= model.scratchBytes
  }

  /// Sets input `column` of `row`. NaN is a missing value.
  @inlinable
  public mutating func setInput(row: Int, column: Int, to value: Double) {
    precondition(
      row >= 0 && row < Model.maximumBurstRows && column >= 0 && column < inputCount)
    rowValues[row * inputCount + column] = value
  }

  /// Input `column` of `row`, as it was set last.
  public func input(row: Int, column: Int) -> Double {
    precondition(
      row >= 0 && row < Model.maximumBurstRows && column >= 0 && column < inputCount)
    return rowValues[row * inputCount + column]
  }

  /// Evaluates the first `count` rows with `model`, which must fit.
  @inlinable
  public mutating func evaluate(_ model: borrowing Model, count: Int) {
    precondition(inputCount == model.inputs.count && outputCount == model.outputs.count)
    precondition(scratchBytes >= model.scratchBytes)
    model.evaluate(rows: rowValues, count: count, outputs: outputValues, scratch: scratch)
  }

  /// Output `column` of `row`, as the last `evaluate` left it.
  @inlinable
  public func output(row: Int, column: Int) -> Double {
    precondition(
      row >= 0 && row < Model.maximumBurstRows && column >= 0 && column < outputCount)
    return outputValues[row * outputCount + column]
  }
}
