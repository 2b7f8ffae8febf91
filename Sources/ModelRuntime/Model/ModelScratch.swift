/// What a caller of a model works in: rows, outputs and working memory for `Model.maximumBurstRows`
/// rows. The checked surface over `Model.evaluate`'s pointers.
///
/// Its memory comes from the model and goes back to it. A handler may keep one, or make one for each
/// burst: then all handlers of a loop share one block, and making it allocates nothing.
public struct ModelScratch: ~Copyable {
  /// Columns of a row; the stride of `rows`.
  public let inputCount: Int
  /// Columns of an answer; the stride of `outputs`.
  public let outputCount: Int
  @usableFromInline let scratchBytes: Int
  private let pool: ScratchPool
  private let block: ScratchPool.Block
  @usableFromInline let rowValues: UnsafeMutablePointer<Double>
  @usableFromInline let outputValues: UnsafeMutablePointer<Double>
  @usableFromInline let scratch: UnsafeMutableRawPointer

  /// What inputs it has is not said: set all of those that are evaluated.
  public init(for model: Model) {
    inputCount = model.inputs.count
    outputCount = model.outputs.count
    scratchBytes = model.scratchBytes
    pool = model.scratchPool
    block = pool.take()
    rowValues = block.address.assumingMemoryBound(to: Double.self)
    outputValues = (block.address + pool.rowBytes).assumingMemoryBound(to: Double.self)
    scratch = block.address + pool.rowBytes + pool.outputBytes
  }

  deinit { pool.giveBack(block) }

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
