/// The state of all stateful functions of a layout for one group.
public final class LambdaState {
  /// One cell per mention, in the layout's order. Unmanaged, so that a call on the hot path does
  /// not count references; each is retained once here.
  let cells: UnsafeMutableBufferPointer<Unmanaged<StatefulCell>>

  public init(for layout: LambdaLayout) {
    cells = .allocate(capacity: layout.mentions.count)
    for (index, mention) in layout.mentions.enumerated() {
      cells.initializeElement(at: index, to: .passRetained(mention.makeCell()))
    }
  }

  deinit {
    for cell in cells { cell.release() }
    cells.deallocate()
  }

  /// What is remembered for the group, in bytes.
  public var byteCount: Int {
    var bytes = 0
    for index in 0..<cells.count {
      bytes += cells[index]._withUnsafeGuaranteedRef { $0.byteCount }
    }
    return bytes
  }

  public func save(to writer: inout LambdaStateWriter) {
    for cell in cells { cell.takeUnretainedValue().save(to: &writer) }
  }

  /// Takes up a saved state. After an error the state is undefined: make a new one.
  public func restore(from reader: inout LambdaStateReader) throws(LambdaStateError) {
    for cell in cells { try cell.takeUnretainedValue().restore(from: &reader) }
  }
}
