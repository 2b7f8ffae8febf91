/// What a session that outlives its writers needs of each of them.
extension ResponseWriter {
  /// Whether a batch is open, without a copy of it.
  package var isBatchOpen: Bool { batches.isOpen }

  /// How many more bytes fit the memory; 0 once something went to the spill, behind which all else
  /// has to follow.
  package var room: Int { limit - used }

  /// Takes over the edge and the open batch from an earlier writer of the same connection. Before
  /// anything is written.
  package mutating func resume(provides: EdgeType, openBatch: BeginBatch?) {
    precondition(used == 0 && spilledCount == 0)
    batches = BatchOrder(provides: provides, open: openBatch)
    pointsBlocked = batches.blocksPoints
  }
}
