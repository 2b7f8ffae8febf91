/// What one mention of a stateful function remembers for one group.
///
/// Arguments and results are words of the register file: bits of a Double, an Int64 or a Bool,
/// as the function's overload says.
class StatefulCell {
  func advance(_ argument: UInt64, at timeNanoseconds: Int64) -> UInt64 {
    fatalError("every stateful function has a cell of its own")
  }

  /// What it remembers, in bytes: follows from the values it holds, not from how memory was got.
  var byteCount: Int { Self.fixedBytes }

  /// Of every cell: the object itself.
  static let fixedBytes = 64

  func save(to writer: inout LambdaStateWriter) {}
  func restore(from reader: inout LambdaStateReader) throws(LambdaStateError) {}
}
