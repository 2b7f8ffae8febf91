import Glibc
import UDFWire

/// Samples in a file without a name, exactly as they are: written first, then read.
///
/// Not line protocol or CSV, which lose what a point may hold: a field that is not finite, the difference between 1 and
/// 1.0, a point without fields.
///
/// Unchecked: it is written by one replay, behind its lock, and read by another after that has ended.
public final class SampleSpool: SampleWriter, SampleReader, @unchecked Sendable {
  private let descriptor: Int32
  private var buffer: [UInt8] = []
  /// Bytes of `buffer` that have been read.
  private var position = 0
  private static let bufferBytes = 1 << 20

  public init() throws(DataError) {
    let directory = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    descriptor = open(directory, O_RDWR | O_CLOEXEC | __O_TMPFILE, 0o600)
    guard descriptor >= 0 else {
      throw DataError(
        source: directory, cause: "no temporary file: \(String(cString: strerror(errno)))",
        remedy: "name another directory by TMPDIR")
    }
  }

  deinit { close(descriptor) }

  public func write(_ sample: Sample) throws(DataError) {
    var point = Point(timeNanoseconds: sample.timeNanoseconds, name: sample.measurement)
    for tag in sample.tags { point.tags[tag.name] = tag.value }
    for field in sample.fields { point.fields[field.name] = field.value }
    Request.point(point).appendFrame(to: &buffer)
    if buffer.count >= Self.bufferBytes { try flush() }
  }

  /// Goes back to the start: from now on it is read.
  public func finish() throws(DataError) {
    try flush()
    lseek(descriptor, 0, SEEK_SET)
  }

  public var progress: (bytesRead: Int, size: Int?) { (0, nil) }

  public func next() throws(DataError) -> Sample? {
    while true {
      if let (request, end) = try nextRequest() {
        position = end
        if case .point(let point) = request {
          return Sample(point, measurement: point.name, tags: point.tags)
        }
        continue
      }
      guard try refill() else { return nil }
    }
  }

  /// What lies whole in the buffer; nil where more has to be read.
  private func nextRequest() throws(DataError) -> (Request, end: Int)? {
    do {
      return try buffer.withUnsafeBytes { bytes in
        guard let extent = try Framing.next(in: bytes, at: position, limit: .max) else {
          return nil
        }
        let body = Array(bytes[extent.bodyStart..<extent.end])
        return (try Request(decoding: body), extent.end)
      }
    } catch { throw failure("\(error)") }
  }

  private func flush() throws(DataError) {
    var sent = 0
    while sent < buffer.count {
      let count = buffer[sent...].withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      if count >= 0 {
        sent += count
      } else if errno != EINTR {
        throw failure("cannot write: \(String(cString: strerror(errno)))")
      }
    }
    buffer.removeAll(keepingCapacity: true)
  }

  /// Reads more behind what is left; false at the end.
  private func refill() throws(DataError) -> Bool {
    buffer.removeFirst(position)
    position = 0
    var more = [UInt8](repeating: 0, count: Self.bufferBytes)
    while true {
      let count = Glibc.read(descriptor, &more, more.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw failure("cannot read: \(String(cString: strerror(errno)))") }
      buffer += more.prefix(count)
      return count > 0
    }
  }

  private func failure(_ cause: String) -> DataError {
    DataError(source: "temporary file", cause: cause, remedy: "name another directory by TMPDIR")
  }
}
