/// Notices that the types of an operator's operands are other ones than at the point before.
///
/// Kapacitor finds such a change when it has already evaluated the left operand, and evaluates that
/// again: `duration(count(), 1s) * "v"` counts twice when "v" turns from int to float. An expression
/// gives the same values here, so it must count twice, too. Only arithmetic whose left side calls
/// count, sigma or spread has such a cell.
final class TypeMemoryCell: StatefulCell {
  private var previous: UInt64?

  /// - Parameter argument: stands for both operands' types.
  /// - Returns: whether they changed.
  override func advance(_ argument: UInt64, at timeNanoseconds: Int64) -> UInt64 {
    defer { previous = argument }
    return previous.map { $0 != argument } ?? false ? 1 : 0
  }

  override func save(to writer: inout LambdaStateWriter) { writer.put(previous ?? .max) }

  override func restore(from reader: inout LambdaStateReader) throws(LambdaStateError) {
    let saved = try reader.word()
    previous = saved == .max ? nil : saved
  }
}
