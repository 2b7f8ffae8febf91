/// The memory that a caller of a model reuses from burst to burst: rows, outputs and working memory
/// for `Model.maximumBurstRows` rows. The checked surface over `Model.evaluate`'s pointers.
public struct ModelScratch: ~Copyable {
  /// Columns of a row; the stride of `rows`.
  public let inputCount: Int
  /// Columns of an answer; the stride of `outputs`.
  public let outputCount: Int
  @usableFromInline let scratchBytes: Int
  @usableFromInline let memory: UnsafeMutableRawPointer
  @usableFromInline let rowValues: UnsafeMutablePointer<Double>
  @usableFromInline let outputValues: UnsafeMutablePointer<Double>
  @usableFromInline let scratch: UnsafeMutableRawPointer

  public init(for model: Model) {
    inputCount = model.inputs.count
    outputCount = model.outputs.count
    scratchBytes = model.scratchBytes
    let rowBytes = ModelScratch.padded(Model.maximumBurstRows * inputCount * 8)
    let outputBytes = ModelScratch.padded(Model.maximumBurstRows * outputCount * 8)
    memory = .allocate(byteCount: rowBytes + outputBytes + scratchBytes + 64, alignment: 64)
    rowValues = memory.bindMemory(to: Double.self, capacity: rowBytes / 8)
    rowValues.initialize(repeating: .nan, count: rowBytes / 8)
    outputValues = (memory + rowBytes).bindMemory(to: Double.self, capacity: outputBytes / 8)
    outputValues.initialize(repeating: .nan, count: outputBytes / 8)
    scratch = memory + rowBytes + outputBytes
  }

  deinit {
    memory.deallocate()
  }

  static func padded(_ bytes: Int) -> Int { (bytes + 63) & ~63 }

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
