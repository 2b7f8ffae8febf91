import Lambda

/// A plan laid out for the hot path: plain memory, so that going through it counts no references.
/// The plan keeps the expressions alive.
final class ScoreProgram {
  struct Let {
    let expression: LambdaHandle
    let slot: Int
  }

  struct Output {
    let expression: LambdaHandle
    let edit: Int
  }

  let conditionLets: UnsafeBufferPointer<Let>
  let when: LambdaHandle?
  let featureLets: UnsafeBufferPointer<Let>
  let modelLets: UnsafeBufferPointer<Let>
  let otherwiseLets: UnsafeBufferPointer<Let>
  let sets: UnsafeBufferPointer<Output>
  let otherwise: UnsafeBufferPointer<Output>
  let models: UnsafeBufferPointer<Unmanaged<ScoreModel>>

  init(_ plan: ScorePlan, models: [ScoreModel]) {
    conditionLets = Self.lets(plan.conditionLets)
    when = plan.when.map(LambdaHandle.init)
    featureLets = Self.lets(plan.featureLets)
    modelLets = Self.lets(plan.modelLets)
    otherwiseLets = Self.lets(plan.otherwiseLets)
    sets = Self.outputs(plan.sets)
    otherwise = Self.outputs(plan.otherwise)
    self.models = Self.memory(models.map { .passUnretained($0) })
  }

  deinit {
    for lets in [conditionLets, featureLets, modelLets, otherwiseLets] { lets.deallocate() }
    for outputs in [sets, otherwise] { outputs.deallocate() }
    models.deallocate()
  }

  private static func memory<Element>(_ elements: [Element]) -> UnsafeBufferPointer<Element> {
    let memory = UnsafeMutableBufferPointer<Element>.allocate(capacity: elements.count)
    _ = memory.initialize(from: elements)
    return UnsafeBufferPointer(memory)
  }

  private static func lets(_ values: [ScorePlan.Value]) -> UnsafeBufferPointer<Let> {
    memory(values.map { Let(expression: LambdaHandle($0.expression), slot: $0.slot) })
  }

  private static func outputs(_ outputs: [ScorePlan.Output]) -> UnsafeBufferPointer<Output> {
    memory(outputs.map { Output(expression: LambdaHandle($0.expression), edit: $0.edit) })
  }
}
