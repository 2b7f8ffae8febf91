import UDFWire

/// Points and frames that several tests need.
enum Samples {
  /// About 180 bytes encoded, as Kapacitor sends them.
  static func turbine(_ index: Int = 0, fields: OrderedMap<FieldValue> = [:]) -> Point {
    var point = Point(
      timeNanoseconds: 1_700_000_000_000_000_000 + Int64(index) * 1_000_000, name: "turbine",
      database: "tdb", retentionPolicy: "autogen", group: "source=T0\(index % 10)",
      dimensions: ["source"], tags: ["source": "T0\(index % 10)"],
      fields: [
        "wind_speed": .double(5 + Double(index % 90) / 10),
        "grid_active_power": .double(Double(index % 2000)),
      ])
    for (name, value) in fields { point.fields[name] = value }
    return point
  }

  static func frame(_ point: Point) -> [UInt8] { Request.point(point).frame() }
}

/// Runs `body` with a view of the one point frame in `bytes`, in memory that ends where they do, so
/// that a sanitizer sees any step beyond.
func withView<Result>(_ bytes: [UInt8], _ body: (PointView) throws -> Result) throws -> Result {
  let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
  defer { memory.deallocate() }
  memory.copyBytes(from: bytes)
  guard let view = PointView(frame: UnsafeRawBufferPointer(memory)) else { throw NotAPointFrame() }
  return try body(view)
}

struct NotAPointFrame: Error {}

/// What `write` makes of a writer with `capacity` bytes, and `spill` behind them.
func written(
  capacity: Int = 1 << 16, spill: HeapSpill? = nil, provides: EdgeType? = nil,
  _ write: (inout ResponseWriter) throws -> Void
) rethrows -> [UInt8] {
  let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, capacity), alignment: 8)
  defer { memory.deallocate() }
  var writer = ResponseWriter(
    base: memory.baseAddress!, capacity: capacity, spill: spill, provides: provides)
  try write(&writer)
  writer.flush()
  var bytes = Array(memory.prefix(writer.count))
  if let spill, writer.spilledCount > 0 { bytes += spill.bytes(writer.spilledCount) }
  return bytes
}

/// The messages in `bytes`, which must be whole frames.
func responses(_ bytes: [UInt8]) throws -> [Response] {
  var found: [Response] = []
  try bytes.withUnsafeBytes { buffer in
    var offset = 0
    while offset < buffer.count {
      guard let extent = try Framing.next(in: buffer, at: offset) else { throw NotAPointFrame() }
      found.append(
        try Response(
          decoding: UnsafeRawBufferPointer(rebasing: buffer[extent.bodyStart..<extent.end])))
      offset = extent.end
    }
  }
  return found
}
