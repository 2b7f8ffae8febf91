import KapacitorUDF
import UDFWire

/// The points of one group that wait for their batch to end.
final class PendingBatch: StateValue {
  var points = PointStore()
  private(set) var firstTime: Int64 = 0
  private(set) var lastTime: Int64 = 0

  init() {}

  /// - Returns: false where it holds as much as one batch can.
  func append(_ point: PointView, at time: Int64) -> Bool {
    if points.isEmpty { firstTime = time }
    guard points.append(point) else { return false }
    lastTime = time
    return true
  }

  func write(to writer: inout StateWriter) {
    writer.write(firstTime)
    writer.write(lastTime)
    writer.write(points.bytes)
  }

  init(from reader: inout StateReader) throws {
    firstTime = try reader.int()
    lastTime = try reader.int()
    guard let points = PointStore(frames: try reader.byteArray()) else {
      throw SnapshotError("the snapshot is damaged: a waiting point in it is none")
    }
    self.points = points
  }
}
