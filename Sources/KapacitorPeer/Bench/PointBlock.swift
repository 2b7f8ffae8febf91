import UDFWire

/// Points encoded once and sent again and again, so that a benchmark measures the UDF and not its generator.
///
/// The time of each point is its place in the block, which is how an answer is known: `firstTimeNanoseconds` plus a
/// millisecond for each point.
public struct PointBlock: Sendable {
  static let firstTimeNanoseconds: Int64 = 1_700_000_000_000_000_000
  static let stepNanoseconds: Int64 = 1_000_000
  /// Enough that the writes are large, few enough to stay in the second-level cache.
  public static let usualCount = 4_500

  /// All frames, one after another.
  let bytes: [UInt8]
  /// Where each frame ends in `bytes`. Begins and Ends have frames of their own, which go with a point's: a frame's
  /// place here is its point's.
  let ends: [Int]
  /// Points in each batch; nil for a stream.
  let batch: Int?
  public var count: Int { ends.count }
  public var averagePointBytes: Int { count == 0 ? 0 : bytes.count / count }

  /// - Parameter batch: wraps so many points at a time between a Begin and an End; nil for a stream.
  public init(_ points: [Point], batch: Int? = nil) {
    var bytes: [UInt8] = []
    var ends: [Int] = []
    let batch = batch.map { max(1, $0) }
    for (index, original) in points.enumerated() {
      var point = original
      point.timeNanoseconds = Self.time(of: index)
      guard let batch else {
        Request.point(point).appendFrame(to: &bytes)
        ends.append(bytes.count)
        continue
      }
      let begin = BeginBatch(
        name: point.name, group: point.group, tags: point.tags,
        size: Int64(min(batch, points.count - index / batch * batch)), byName: point.byName)
      if index % batch == 0 { Request.begin(begin).appendFrame(to: &bytes) }
      (point.name, point.database, point.retentionPolicy) = ("", "", "")
      point.dimensions = []
      Request.point(point).appendFrame(to: &bytes)
      if index % batch == batch - 1 || index == points.count - 1 {
        let end = EndBatch(of: begin, maximumTimeNanoseconds: point.timeNanoseconds)
        Request.end(end).appendFrame(to: &bytes)
      }
      ends.append(bytes.count)
    }
    self.bytes = bytes
    self.ends = ends
    self.batch = batch
  }

  /// So many points, or as many more as complete the last batch.
  func whole(_ wanted: Int) -> Int {
    let batch = batch ?? 1
    return min(count, (wanted + batch - 1) / batch * batch)
  }

  /// Readings of a wind turbine whose frames have `pointBytes` bytes each, filled up by a text field.
  public static func turbine(
    count: Int = usualCount, pointBytes: Int, batch: Int? = nil
  ) -> PointBlock {
    let points = (0..<count).map { index in
      let source = batch == nil ? "T0\(index % 10)" : "T00"
      let windSpeed = 5 + Double(index % 90) / 10
      var point = Point(
        timeNanoseconds: time(of: index), name: "turbine", database: "tdb",
        retentionPolicy: "autogen", group: "source=\(source)", dimensions: ["source"],
        tags: ["source": source],
        fields: [
          "wind_speed": .double(windSpeed), "grid_active_power": .double(180 * windSpeed - 400),
        ])
      fill(&point, to: pointBytes)
      return point
    }
    return PointBlock(points, batch: batch)
  }

  static func time(of index: Int) -> Int64 { firstTimeNanoseconds + Int64(index) * stepNanoseconds }

  /// Adds a text that makes the frame as long as wanted; where it is too long already, nothing.
  private static func fill(_ point: inout Point, to pointBytes: Int) {
    let bare = Request.point(point).frame().count
    var length = pointBytes - bare - 12
    guard length >= 0 else { return }
    while true {
      point.fields["note"] = .string(String(repeating: "x", count: length))
      let excess = Request.point(point).frame().count - pointBytes
      // A length prefix that grows by a byte may leave one over; then it is as near as it gets.
      guard excess > 0, length > 0 else { return }
      length -= 1
    }
  }
}
