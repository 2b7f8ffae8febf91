import Locks

/// Blocks of working memory that a model lends: as many as are lent at one time, that is, at most one for each thread,
/// however many handlers there are.
///
/// Unsafe inside: blocks are plain addresses, each in here or with one `ModelScratch`, which holds the pool.
final class ScratchPool: Sendable {
  /// Whoever has it is alone with it.
  struct Block: @unchecked Sendable {
    let address: UnsafeMutableRawPointer

    func free() { address.deallocate() }
  }

  /// Of one block: rows, outputs, the evaluator's own.
  let rowBytes: Int
  let outputBytes: Int
  let scratchBytes: Int
  private let idle = Lock<[Block]>([])

  init(inputs: Int, outputs: Int, scratchBytes: Int) {
    rowBytes = Self.padded(Model.maximumBurstRows * inputs * 8)
    outputBytes = Self.padded(Model.maximumBurstRows * outputs * 8)
    self.scratchBytes = scratchBytes
  }

  deinit {
    idle.withLock { blocks in for block in blocks { block.free() } }
  }

  private static func padded(_ bytes: Int) -> Int { (bytes + 63) & ~63 }

  /// A block in which rows and outputs are as its last user left them.
  func take() -> Block {
    idle.withLock { $0.popLast() } ?? makeBlock()
  }

  func giveBack(_ block: Block) {
    idle.withLock { $0.append(block) }
  }

  /// One more, in which they are NaN; for `giveBack` or `free`.
  func makeBlock() -> Block {
    let address = UnsafeMutableRawPointer.allocate(
      byteCount: rowBytes + outputBytes + scratchBytes + 64, alignment: 64)
    let values = (rowBytes + outputBytes) / 8
    address.bindMemory(to: Double.self, capacity: values).initialize(repeating: .nan, count: values)
    return Block(address: address)
  }
}
