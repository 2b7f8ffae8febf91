/// A loaded model: immutable, shared by every handler that uses it, freed when the last one leaves.
public final class Model: Sendable {
  /// Rows that are evaluated in one call, at most. Callers with more go in turns.
  public static let maximumBurstRows = 64

  public let metadata: ModelMetadata
  /// The columns of a row, in order.
  public let inputs: [ModelInput]
  /// The columns of an answer, in order; names are unique.
  public let outputs: [ModelOutput]
  /// Working memory that `evaluate` needs, for `maximumBurstRows` rows.
  public let scratchBytes: Int
  @usableFromInline let evaluator: any Evaluator
  let scratchPool: ScratchPool

  /// - Precondition: `inputs` and `outputs` are as many as the evaluator's columns.
  public init(
    metadata: ModelMetadata, inputs: [ModelInput], outputs: [ModelOutput],
    evaluator: any Evaluator
  ) {
    precondition(inputs.count == evaluator.inputCount && outputs.count == evaluator.outputCount)
    self.metadata = metadata
    self.inputs = inputs
    self.outputs = outputs
    self.evaluator = evaluator
    scratchBytes = evaluator.scratchBytes(rows: Model.maximumBurstRows)
    scratchPool = ScratchPool(
      inputs: inputs.count, outputs: outputs.count, scratchBytes: scratchBytes)
  }

  /// Evaluates up to `maximumBurstRows` rows. Allocates nothing; any thread may call it.
  ///
  /// A row that the library which wrote the model would refuse (an infinity, or NaN where the model
  /// knows no missing values) is answered by NaN in every output.
  ///
  /// - Parameters:
  ///   - rows: `count` x `inputs.count` doubles, row-major. NaN is a missing value.
  ///   - outputs: `count` x `outputs.count` doubles, row-major.
  ///   - scratch: `scratchBytes` bytes, aligned to 64, used by nobody else meanwhile.
  ///
  /// Prefer `ModelScratch`, which owns the memory and checks its bounds.
  @inlinable
  public func evaluate(
    rows: UnsafePointer<Double>, count: Int, outputs: UnsafeMutablePointer<Double>,
    scratch: UnsafeMutableRawPointer
  ) {
    precondition(count >= 0 && count <= Model.maximumBurstRows)
    evaluator.evaluate(rows: rows, count: count, outputs: outputs, scratch: scratch)
  }

  /// Where `name` stands among the outputs.
  public func outputIndex(named name: String) -> Int? {
    outputs.firstIndex { $0.name == name }
  }

  /// Whether the file, or the configuration, names every input.
  public var namesItsInputs: Bool {
    inputs.allSatisfy { $0.name != nil }
  }

  /// The same model with its inputs called `names`, in order: what `inputs = [...]` in the
  /// configuration means. The tables are shared, not copied.
  public func naming(inputs names: [String]) throws(ModelError) -> Model {
    guard names.count == inputs.count else {
      throw ModelError(
        .mismatch, subject: metadata.kind,
        cause: "the configuration names \(names.count) inputs, the model reads \(inputs.count)",
        remedy: "name each column that the model was trained with, in its order")
    }
    for (index, name) in names.enumerated() where names[..<index].contains(name) {
      throw ModelError(
        .mismatch, subject: metadata.kind, cause: "the input \(name) is named twice",
        remedy: "give every input a name of its own")
    }
    return Model(
      metadata: metadata, inputs: zip(names, inputs).map { ModelInput(name: $0, kind: $1.kind) },
      outputs: outputs, evaluator: evaluator)
  }
}
