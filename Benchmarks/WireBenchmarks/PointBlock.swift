import UDFWire

/// Encoded point frames as Kapacitor sends them, one after the other, and memory to answer into.
final class PointBlock {
  let count: Int
  let bytes: UnsafeMutableRawBufferPointer
  let output = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 4096)
  private var table: BurstTable

  /// - Parameter extraFields: double fields beside the two that every point has.
  init(count: Int, extraFields: Int = 0) {
    self.count = count
    var frames: [UInt8] = []
    for index in 0..<count {
      var point = Point(
        timeNanoseconds: 1_700_000_000_000_000_000 + Int64(index) * 1_000_000, name: "turbine",
        database: "tdb", retentionPolicy: "autogen", group: "source=T0\(index % 10)",
        dimensions: ["source"], tags: ["source": "T0\(index % 10)"])
      let wind = 5 + Double(index % 90) / 10
      point.fields["wind_speed"] = .double(wind)
      point.fields["grid_active_power"] = .double(180 * wind - 400)
      for extra in 0..<extraFields { point.fields["feature_\(extra)"] = .double(Double(extra)) }
      Request.point(point).appendFrame(to: &frames)
    }
    bytes = .allocate(byteCount: frames.count, alignment: 4096)
    bytes.copyBytes(from: frames)
    table = BurstTable(capacity: count)
  }

  deinit {
    bytes.deallocate()
    output.deallocate()
  }

  /// Collects one burst and hands it over with a fresh writer, as a session does.
  @inline(__always)
  func answer(_ handle: (PointBurst, inout ResponseWriter) -> Void) {
    table.removeAll()
    var room = output.count
    let end = table.collect(from: UnsafeRawBufferPointer(bytes), at: 0, room: &room, slack: 64)
    guard end == bytes.count, let burst = table.burst(base: UnsafeRawPointer(bytes.baseAddress!))
    else { fatalError("the block is not one burst of points") }
    var writer = ResponseWriter(base: output.baseAddress!, capacity: output.count)
    handle(burst, &writer)
    writer.flush()
    precondition(!writer.overflowed && writer.count > 0)
  }
}
