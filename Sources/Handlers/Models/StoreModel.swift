import KapacitorUDF
import ModelRuntime

/// A model of the store in the hands of one handler.
final class StoreModel: HandlerModel {
  private var handle: ModelHandle
  // Invariant: fits the handle's model.
  private var scratch: ModelScratch

  init?(_ slot: ModelSlot) {
    guard let handle = ModelHandle(slot) else { return nil }
    scratch = ModelScratch(for: handle.model)
    self.handle = handle
  }

  var inputNames: [String?] { handle.model.inputs.map(\.name) }
  var outputNames: [String] { handle.model.outputs.map(\.name) }
  var maximumRows: Int { Model.maximumBurstRows }
  var digest: String { handle.model.metadata.digest }

  func refresh() -> Bool {
    guard handle.refresh() else { return false }
    if !scratch.fits(handle.model) { scratch = ModelScratch(for: handle.model) }
    return true
  }

  func setInput(row: Int, column: Int, to value: Double) {
    scratch.setInput(row: row, column: column, to: value)
  }

  func evaluate(count: Int) { handle.evaluate(in: &scratch, count: count) }

  func output(row: Int, column: Int) -> Double { scratch.output(row: row, column: column) }
}
