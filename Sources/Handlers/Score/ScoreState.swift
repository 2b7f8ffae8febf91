import KapacitorUDF
import Lambda

/// The state of one group: that of all stateful functions in its expressions.
///
/// A restored one holds the saved bytes until it is used, because only the handler knows the layout
/// that they have.
struct ScoreState: StateValue {
  private(set) var state: LambdaState?
  private var saved: [UInt8] = []

  init(_ layout: LambdaLayout) { state = LambdaState(for: layout) }

  init(from reader: inout StateReader) throws { saved = try reader.byteArray() }

  func write(to writer: inout StateWriter) {
    guard let state else { return writer.write(saved) }
    var bytes = LambdaStateWriter()
    state.save(to: &bytes)
    writer.write(bytes.bytes)
  }

  /// Makes the state of the saved bytes.
  mutating func takeUp(_ layout: LambdaLayout) throws {
    guard state == nil else { return }
    let restored = LambdaState(for: layout)
    var reader = LambdaStateReader(saved)
    do throws(LambdaStateError) {
      try restored.restore(from: &reader)
    } catch {
      throw SnapshotError("\(error)")
    }
    guard reader.isAtEnd else { throw SnapshotError("the saved state does not fit: it goes on") }
    state = restored
    saved = []
  }
}
