import KapacitorUDF

@testable import ModelRuntime

/// A linear model, made at test time.
struct LinearEvaluator: Evaluator {
  var coefficients: [Double]
  var intercept: Double

  var inputCount: Int { coefficients.count }
  var outputCount: Int { 1 }
  var memoryBytes: Int { 0 }
  var kernelDescription: String { "test" }

  func evaluate(
    rows: UnsafePointer<Double>, count: Int, outputs: UnsafeMutablePointer<Double>,
    scratch: UnsafeMutableRawPointer
  ) {
    for row in 0..<count {
      var sum = intercept
      for column in 0..<inputCount { sum += coefficients[column] * rows[row * inputCount + column] }
      outputs[row] = sum
    }
  }
}

extension Model {
  static func linear(
    _ coefficients: [Double], intercept: Double, names: [String?]? = nil,
    output: String = "prediction"
  ) -> Model {
    Model(
      metadata: ModelMetadata(
        format: "test", library: "test", libraryVersion: nil, kind: "linear", kernel: "test",
        digest: ContentDigest("test"), fileBytes: 0, memoryBytes: 0, loadDuration: .zero),
      inputs: (names ?? coefficients.map { _ in nil }).map { ModelInput(name: $0) },
      outputs: [ModelOutput(name: output)],
      evaluator: LinearEvaluator(coefficients: coefficients, intercept: intercept))
  }
}

extension ModelStore {
  /// A store with one slot, and a model in it where one is given.
  static func with(_ name: String, _ model: Model?) -> ModelStore {
    let store = ModelStore()
    store.declare(names: [name])
    if let model { store.slot(named: name)?.replace(with: model) }
    return store
  }
}
