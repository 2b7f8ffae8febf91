extension ResponseWriter {
  /// Begins a batch. A size that would make Kapacitor die (below zero, or absurd) is sent as 0,
  /// unknown.
  ///
  /// - Throws: `.batchOnStreamEdge`, `.beginInsideBatch` or `.frameTooLarge`; nothing is written
  ///   then.
  public mutating func begin(_ batch: BeginBatch) throws(WireFault) {
    endRun()
    var batch = batch
    if batch.size < 0 || batch.size > WireLimits.maximumAnnouncedBatchSize { batch.size = 0 }
    let before = mark()
    do throws(WireFault) {
      try batches.begin(batch)
      try writeFrame(.begin(batch))
    } catch {
      rollBack(to: before)
      misuse = error
      throw error
    }
    pointsBlocked = batches.blocksPoints
  }

  /// Ends the open batch. Kapacitor takes name, tags and time from here.
  ///
  /// - Throws: `.batchOnStreamEdge`, `.endWithoutBegin` or `.frameTooLarge`; nothing is written
  ///   then.
  public mutating func end(_ batch: EndBatch) throws(WireFault) {
    endRun()
    let before = mark()
    do throws(WireFault) {
      try batches.end()
      try writeFrame(.end(batch))
    } catch {
      rollBack(to: before)
      misuse = error
      throw error
    }
    pointsBlocked = batches.blocksPoints
  }

  /// Writes any response. For the session alone: Kapacitor takes one that it did not ask for as the
  /// answer to its next request, so that a handler has no way to write it.
  package mutating func write(_ response: Response) throws(WireFault) {
    switch response {
    case .begin(let batch): try begin(batch)
    case .end(let batch): try end(batch)
    case .point(let point): try write(point)
    default:
      endRun()
      try writeFrame(response)
    }
  }

  /// Copies frames that were encoded before, as they are.
  package mutating func write(frames bytes: UnsafeRawBufferPointer) {
    endRun()
    guard let address = bytes.baseAddress, let start = reserve(bytes.count) else { return }
    start.copyMemory(from: address, byteCount: bytes.count)
  }

  mutating func writeFrame(_ response: Response) throws(WireFault) {
    let messageBytes = response.encodedByteCount
    guard messageBytes <= WireLimits.maximumFrameBytes else {
      throw WireFault(
        .frameTooLarge, in: .output, actual: messageBytes, limit: WireLimits.maximumFrameBytes)
    }
    let frameBytes = Varint.byteCount(messageBytes) + messageBytes
    guard let start = reserve(frameBytes) else { return }
    var writer = ByteWriter(start, count: frameBytes)
    writer.varint(UInt64(messageBytes))
    response.encode(to: &writer)
    precondition(writer.isFull)
  }
}
